/**
 * PROXY protocol versions 1 and 2, by which a proxy tells a server whom it speaks for. Pure: bytes
 * in, values out; no socket and no clock.
 */
package io.sluice.gateway.proxyprotocol;
