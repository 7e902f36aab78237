package io.sluice.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.sluice.gateway.http2.ErrorCode;
import io.sluice.gateway.http2.FrameDecoder;
import io.sluice.gateway.tls.TlsChannels;
import java.util.concurrent.TimeUnit;

/**
 * How a connection of HTTP/2 ends. In order: GOAWAY without a last stream, since requests may be on
 * their way; after a round trip GOAWAY with the last one (RFC 9113 section 6.8); when all streams
 * have ended, the end of the sending half; then the client's.
 */
final class Http2Shutdown {
  /** A client that still sends must be able to read what was sent before a reset ends it. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** A round trip that takes longer is not waited for. */
  private static final long ROUND_TRIP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long ROUND_TRIP_PING = 0x534c_5549_4345_2121L;

  private final Http2ClientConnection connection;
  private final FrameDecoder decoder;
  private boolean announced;
  private boolean lastSent;
  private boolean clientLeaves;
  private boolean closing;
  private long since;

  Http2Shutdown(Http2ClientConnection connection, FrameDecoder decoder) {
    this.connection = connection;
    this.decoder = decoder;
  }

  /** Whether nothing of the client's is looked at any more. */
  boolean closing() {
    return closing;
  }

  /** Whether new streams are not served. */
  boolean refuses() {
    return lastSent || closing;
  }

  /** Lets streams end, and takes no more of them. */
  void begin() {
    if (!announced && !closing) {
      announced = true;
      since = System.nanoTime();
      connection.writer().goAway(Integer.MAX_VALUE, ErrorCode.NO_ERROR, "");
      connection.writer().ping(false, ROUND_TRIP_PING);
      connection.flushSoon();
    }
  }

  /** The client has answered a PING. */
  void pingAnswered(long content) {
    if (announced && content == ROUND_TRIP_PING) {
      sendLast();
    }
  }

  /** The client opens no more streams. */
  void clientLeaves() {
    clientLeaves = true;
    streamEnded();
  }

  private void sendLast() {
    if (!lastSent && !closing) {
      lastSent = true;
      connection.writer().goAway(connection.streams().lastId(), ErrorCode.NO_ERROR, "");
      connection.flushSoon();
      streamEnded();
    }
  }

  /** Closes when there is nothing left to wait for. */
  void streamEnded() {
    if ((lastSent || clientLeaves) && connection.streams().count() == 0) {
      close();
    }
  }

  /** Says why, and closes. */
  void fail(ErrorCode code, String detail) {
    if (!closing) {
      connection.writer().goAway(connection.streams().lastId(), code, detail);
      close();
    }
  }

  private void close() {
    if (closing) {
      return;
    }
    closing = true;
    since = System.nanoTime();
    decoder.discard();
    connection.writer().flush();
    Channel channel = connection.channel();
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(sent -> {
          if (sent.isSuccess() && channel instanceof DuplexChannel duplex) {
            TlsChannels.endOutput(duplex);
          } else {
            channel.close();
          }
        });
    channel.config().setAutoRead(true);
  }

  /** Whether the next step is not to be waited for any longer. */
  boolean late(long now) {
    return closing
        ? now - since > LINGER_NANOS
        : announced && !lastSent && now - since > ROUND_TRIP_NANOS;
  }

  /** Takes that step. */
  void tooLate() {
    if (closing) {
      connection.channel().close();
    } else {
      sendLast();
    }
  }
}
