/**
 * HTTP/1 on the wire, read strictly: what could be understood in two ways is not understood at all.
 *
 * <p>Decoders emit {@link io.sluice.gateway.http.codec.RequestHead} or {@link
 * io.sluice.gateway.http.codec.ResponseHead}, then Netty's {@code HttpContent} objects up to a
 * {@code LastHttpContent}, or a {@link io.sluice.gateway.http.codec.Malformed} after which nothing
 * more comes. They decode one message and then wait to be told to go on, so that a pipelined
 * request stays bytes until its turn.
 */
package io.sluice.gateway.http.codec;
