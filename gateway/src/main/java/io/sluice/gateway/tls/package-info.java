/**
 * TLS towards clients: which certificate a handshake gets, the library that does it, and how many
 * are under way. Knows nothing of what is spoken after the handshake.
 */
package io.sluice.gateway.tls;
