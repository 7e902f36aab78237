/** Secrets in databases. */
package io.sluice.chassis.secret;
