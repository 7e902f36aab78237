package io.sluice.gateway.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;

/**
 * One connection's handshake: collects the ClientHello, chooses the certificate by it, lets the
 * library do the rest, and hands the connection over. Nothing of what came is lost or read twice.
 */
final class Handshake extends ChannelInboundHandlerAdapter {
  private static final int ALERT_DECODE_ERROR = 50;
  private static final int ALERT_HANDSHAKE_FAILURE = 40;
  private static final int ALERT_NO_APPLICATION_PROTOCOL = 120;

  private static final String PLAINTEXT = "A plain HTTP request was sent to an HTTPS port.\n";
  private static final byte[] PLAINTEXT_ANSWER =
      ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: "
              + PLAINTEXT.length()
              + "\r\nConnection: close\r\n\r\n"
              + PLAINTEXT)
          .getBytes(US_ASCII);

  private final LoopHandshakes handshakes;
  private final long beganAt;
  private long lastStep;
  private ChannelHandlerContext context;
  private ByteBuf received = Unpooled.EMPTY_BUFFER;
  private TlsSet set;
  private TlsSet.Entry certificate;
  private String serverName;
  private SslHandler library;
  private boolean over;

  /**
   * A handshake that has not begun.
   *
   * @param beganAt nanoseconds of the monotonic clock
   */
  Handshake(LoopHandshakes handshakes, long beganAt) {
    this.handshakes = handshakes;
    this.beganAt = beganAt;
    this.lastStep = beganAt;
  }

  long beganAt() {
    return beganAt;
  }

  /** When the ClientHello was there, or else when it began. */
  long lastStep() {
    return lastStep;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (over || library != null) {
      // After the handshake this handler is gone; what fails it sends nothing on.
      ReferenceCountUtil.release(message);
      return;
    }
    received =
        ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), received, (ByteBuf) message);
    try {
      ClientHello hello = ClientHelloParser.parse(received);
      if (hello != null) {
        begin(ctx, hello);
      }
    } catch (HelloException e) {
      refuse(e.failure());
    }
  }

  private void refuse(HandshakeFailure failure) {
    if (failure == HandshakeFailure.MALFORMED_HELLO && isHttp(received)) {
      fail(HandshakeFailure.PLAINTEXT, Unpooled.wrappedBuffer(PLAINTEXT_ANSWER));
    } else {
      fail(failure, alert(ALERT_DECODE_ERROR));
    }
  }

  /** A method of HTTP begins with a capital letter, and no record of TLS does. */
  private static boolean isHttp(ByteBuf bytes) {
    byte first = bytes.getByte(bytes.readerIndex());
    return first >= 'A' && first <= 'Z';
  }

  private void begin(ChannelHandlerContext ctx, ClientHello hello) {
    set = handshakes.set();
    certificate = set.choose(hello);
    lastStep = System.nanoTime();
    if (certificate == null) {
      fail(HandshakeFailure.NO_CERTIFICATE, alert(ALERT_HANDSHAKE_FAILURE));
    } else if (!certificate.context().speaksWith(hello)) {
      fail(HandshakeFailure.NO_APPLICATION_PROTOCOL, alert(ALERT_NO_APPLICATION_PROTOCOL));
    } else if (!handshakes.begin(this, set)) {
      fail(HandshakeFailure.TOO_MANY);
    } else {
      serverName = hello.serverName();
      library = certificate.context().newHandler(ctx.alloc());
      ByteBuf first = received;
      received = Unpooled.EMPTY_BUFFER;
      ctx.pipeline().addBefore(ctx.name(), null, library);
      passOn(ctx, first);
    }
  }

  private void passOn(ChannelHandlerContext ctx, ByteBuf first) {
    ChannelHandlerContext decrypting = ctx.pipeline().context(library);
    try {
      library.channelRead(decrypting, first);
    } catch (Exception e) {
      decrypting.fireExceptionCaught(e);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof SslHandshakeCompletionEvent completion)) {
      ctx.fireUserEventTriggered(event);
    } else if (completion.isSuccess()) {
      complete(ctx);
    } else {
      end(FailureReasons.of(completion.cause()));
    }
  }

  private void complete(ChannelHandlerContext ctx) {
    if (over) {
      return;
    }
    over = true;
    var session = library.engine().getSession();
    TlsConnection connection =
        new TlsConnection(
            set,
            certificate,
            serverName,
            session.getProtocol(),
            session.getCipherSuite(),
            library.applicationProtocol());
    connection.attachTo(ctx.channel());
    handshakes.succeeded(this, set, connection);
    ctx.pipeline().addLast(TlsGuard.INSTANCE);
    handshakes.user().secured(ctx.channel(), connection);
    ctx.pipeline().remove(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(HandshakeFailure.CLIENT_CLOSED);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    end(FailureReasons.of(cause));
    ctx.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    received.release();
    received = Unpooled.EMPTY_BUFFER;
    end(HandshakeFailure.CLIENT_CLOSED);
  }

  /** Ends it without a word. */
  void fail(HandshakeFailure failure) {
    end(failure);
    // Past the library: it has nothing to say goodbye to.
    context.pipeline().firstContext().close();
  }

  private void fail(HandshakeFailure failure, ByteBuf lastWords) {
    end(failure);
    context.writeAndFlush(lastWords).addListener(ChannelFutureListener.CLOSE);
  }

  private void end(HandshakeFailure failure) {
    if (!over) {
      over = true;
      handshakes.failed(this, set == null ? handshakes.set() : set, failure);
    }
  }

  /** A fatal alert in a record of its own (RFC 8446 section 6). */
  private static ByteBuf alert(int description) {
    return Unpooled.wrappedBuffer(new byte[] {21, 3, 3, 0, 2, 2, (byte) description});
  }
}
