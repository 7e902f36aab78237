/** Requests between services that ask or change something, and their answers. */
package io.sluice.contracts.command;
