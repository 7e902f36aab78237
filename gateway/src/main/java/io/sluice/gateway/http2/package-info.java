/**
 * HTTP/2 on the wire, read strictly (RFC 9113): frames, header fields and the limits of what a peer
 * may do with them. It knows connections and frames; which stream carries what is its user's.
 */
package io.sluice.gateway.http2;
