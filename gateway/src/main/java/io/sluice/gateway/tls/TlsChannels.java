package io.sluice.gateway.tls;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** How connections end, with TLS and without. Called on the channel's event loop. */
public final class TlsChannels {
  private TlsChannels() {}

  /** Ends one's own side in order, after all that was written; the peer may still send. */
  public static void endOutput(Channel channel) {
    SslHandler library = channel.pipeline().get(SslHandler.class);
    if (library == null) {
      shutdown(channel);
      return;
    }
    TlsConnection connection = TlsConnection.of(channel);
    if (connection != null) {
      connection.endOutput();
    }
    library.closeOutbound().addListener(sent -> shutdown(channel));
  }

  private static void shutdown(Channel channel) {
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      channel.close();
    }
  }

  /** Closes without TLS' orderly end, by which a client sees that an answer is not complete. */
  public static void cut(Channel channel) {
    SslHandler library = channel.pipeline().get(SslHandler.class);
    if (library == null) {
      channel.close();
    } else {
      channel.pipeline().context(library).close();
    }
  }
}
