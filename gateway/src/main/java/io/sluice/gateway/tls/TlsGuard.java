package io.sluice.gateway.tls;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import javax.net.ssl.SSLException;

/** Stands behind the library: ends connections whose TLS ended or was broken by the client. */
@Sharable
final class TlsGuard extends ChannelInboundHandlerAdapter {
  static final TlsGuard INSTANCE = new TlsGuard();

  private TlsGuard() {}

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent) {
      TlsConnection connection = TlsConnection.of(ctx.channel());
      if (connection == null || !connection.outputEnded()) {
        ended(ctx, connection);
      }
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  /** To all but who passes halves on a client that ends its own has gone. */
  private static void ended(ChannelHandlerContext ctx, TlsConnection connection) {
    if (connection != null
        && connection.halvesPassedOn()
        && TlsEnd.of(ctx.channel()) == TlsEnd.HALF) {
      ctx.fireUserEventTriggered(TlsEnd.HALF);
    } else {
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof SSLException
        || cause instanceof DecoderException && cause.getCause() instanceof SSLException) {
      ctx.close();
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }
}
