/** One class a command. */
package io.sluice.deploy.cli;
