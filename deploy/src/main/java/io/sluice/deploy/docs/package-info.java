/** Pages of {@code docs/} that are made from the code. */
package io.sluice.deploy.docs;
