/** The process that keeps a local suite running. */
package io.sluice.deploy.supervisor;
