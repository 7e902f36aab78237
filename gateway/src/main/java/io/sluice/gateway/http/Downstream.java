package io.sluice.gateway.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.http.codec.WireVersion;

/**
 * The client's side of one request and its answer, whatever the client speaks: a connection of
 * HTTP/1, or a stream of HTTP/2. An answer is interim heads, then either one of the gateway's own
 * or a head, content and the end of it; then {@link #exchangeEnded}.
 */
interface Downstream {
  /** Who the client is. */
  ClientAddress client();

  /** The client's IP address as text. */
  default String clientIp() {
    return client().ip();
  }

  /** The client's {@code ip:port}. */
  default String clientAddress() {
    return client().text();
  }

  /** {@code http}, or {@code https} when the client came by TLS. */
  default String scheme() {
    return client().scheme();
  }

  /** The version of the request, or what an answer to one that was not understood is sent in. */
  WireVersion version();

  /**
   * Whether the connection may carry requests for a host; false when the client must make one whose
   * TLS handshake asks for that host's certificate.
   *
   * @param host in lower case, without port; or null
   */
  default boolean covers(String host) {
    return true;
  }

  /** Whether the connection is to be closed after the answer, whatever the client says. */
  boolean lastExchange();

  /** Whether more of the answer may be written without filling the memory. */
  boolean isWritable();

  /** Sends an interim answer at once. */
  void writeInterim(ResponseHead interim);

  /**
   * Begins a target's answer; its fields are those that the client is to get, but for framing.
   *
   * @param toHead whether the request was HEAD
   * @param keep whether the connection may stay open after it
   * @return whether it will
   */
  boolean writeHead(ResponseHead head, boolean toHead, boolean keep);

  /** Goes on with a target's answer; a last content ends it. It is sent by {@link #flush}. */
  void write(HttpContent content);

  /** Sends what was written. */
  void flush();

  /**
   * Sends an answer of the gateway's own.
   *
   * @param toHead whether the request was HEAD
   * @param keep whether the connection may stay open after it
   */
  void answer(FullHttpResponse own, boolean toHead, boolean keep);

  /** Reads when the exchange has room for more of the request, and not ahead of it. */
  void updateReading();

  /**
   * The exchange is over.
   *
   * @param keep whether the connection may carry another
   */
  void exchangeEnded(boolean keep);

  /** Ends the answer so that the client sees that it is not complete. */
  void truncate();

  /** Whether an answer of this status may come instead of the switch that the client asked for. */
  boolean acceptsWithoutSwitch(int status);

  /**
   * Tells the client that its wish for another protocol is granted; {@link #openTunnel} follows.
   *
   * @return false when the target's consent is not valid; then nothing was sent
   */
  boolean switchProtocol(ResponseHead switching);

  /**
   * Passes bytes between client and target from here on.
   *
   * @param target its only handler is the decoder, which may hold bytes
   * @param idleSeconds without a byte in either direction for so long both sides are closed
   * @param farewell how it ends when the target leaves; null: both sides are cut
   * @param ended called once, when both are closed
   * @return to be run when the target leaves
   */
  Runnable openTunnel(
      Channel target, int idleSeconds, RequestLog log, Farewell farewell, Runnable ended);
}
