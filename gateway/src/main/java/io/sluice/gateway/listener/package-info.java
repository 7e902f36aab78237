/** The sockets on which clients come in: opened, drained and closed as the table says. */
package io.sluice.gateway.listener;
