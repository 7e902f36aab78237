/**
 * Connections whose bytes are passed on as they are: those of TCP listeners, and of TLS listeners
 * once they are decrypted. All of it runs on one event loop.
 */
package io.sluice.gateway.stream;
