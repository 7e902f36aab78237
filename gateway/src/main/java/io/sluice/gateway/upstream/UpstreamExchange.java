package io.sluice.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpObject;

/**
 * The way to a target for one request and its answer, whatever the target speaks: a connection of
 * HTTP/1, or a stream of an HTTP/2 connection. What comes back is given to the {@link
 * UpstreamReceiver} that asked for it. It ends with {@link #release}, {@link #close}, {@link
 * #handOver}, or a failure that the receiver is told of; nothing is called after that.
 */
public interface UpstreamExchange {
  /**
   * Whether the connection was kept from an earlier exchange: the target may have closed it since.
   */
  boolean reused();

  /** Whether it still carries the exchange; false once the receiver was told of a failure. */
  boolean inUse();

  /**
   * Whether a failure may be that the target refused the request unread, so that any request may be
   * sent again.
   */
  boolean mayRefuse();

  /**
   * Makes it ready for the answer to a request.
   *
   * @param toHead whether the request is HEAD
   */
  void expectAnswer(boolean toHead);

  /** Writes a part of the request, which is sent with the next {@link #flush}. */
  void write(HttpObject part);

  /** Sends what was written. */
  void flush();

  /** Whether more may be written without filling the memory. */
  boolean isWritable();

  /** Goes on, or stops, to read the answer. */
  void reading(boolean on);

  /** The exchange is over and both sides stayed in step: the connection may carry the next one. */
  void release();

  /** Ends the exchange before its time, and with it what the target does for it. */
  void close();

  /** Hands the channel to a tunnel; its decoder is left in place, since it may hold bytes. */
  Channel handOver();
}
