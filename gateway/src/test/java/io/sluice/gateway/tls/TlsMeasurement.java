package io.sluice.gateway.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.ListenerTls.ClientAuth;
import io.sluice.gateway.testkit.TestCertificates;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * What TLS costs the gateway's side, with each library, in one process and without sockets: full
 * handshakes of TLS 1.3, records with 1 KiB answers, and bulk. Only the server's work is timed. Run
 * by scripts/measure-tls.
 */
public final class TlsMeasurement {
  private static final int SMALL = 1024;
  private static final int LARGE = 64 * 1024;
  private static final int ROUNDS = 3;

  private final SslContext clientContext;
  private final ServerContext serverContext;
  private long nanos;

  private TlsMeasurement(SslContext clientContext, ServerContext serverContext) {
    this.clientContext = clientContext;
    this.serverContext = serverContext;
  }

  /** Prints a table of medians in microseconds. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    out.println("| library | key | full handshake | 1 KiB answer | MiB |");
    out.println("|---|---|---|---|---|");
    for (TlsEngine engine : TlsEngine.values()) {
      for (KeyType key : KeyType.values()) {
        out.println(
            row(engine, key, arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4_000));
      }
    }
  }

  private static String row(TlsEngine engine, KeyType key, int count) throws Exception {
    Certificate certificate = TestCertificates.authority("ca").server(key.name(), "measured.test");
    SslContext client =
        SslContextBuilder.forClient()
            .sslProvider(
                TlsEngine.of("auto") == TlsEngine.BORINGSSL
                    ? SslProvider.OPENSSL_REFCNT
                    : SslProvider.JDK)
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .protocols("TLSv1.3")
            .build();
    ServerContext server =
        new ContextFactory(engine)
            .make(
                new ContextFactory.Recipe(
                    certificate.certificatePem(),
                    certificate.privateKeyPem(),
                    Policy.INTERMEDIATE,
                    List.of("h2", "http/1.1"),
                    ClientAuth.OFF,
                    null,
                    ""),
                new TicketKeys());
    try {
      TlsMeasurement measurement = new TlsMeasurement(client, server);
      measurement.handshakes(count);
      double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
      for (int round = 0; round < ROUNDS; round++) {
        best[0] = Math.min(best[0], measurement.handshakes(count));
        best[1] = Math.min(best[1], measurement.answers(20 * count, SMALL));
        best[2] = Math.min(best[2], measurement.answers(count, LARGE) * (1 << 20) / LARGE);
      }
      return String.format(
          Locale.ROOT,
          "| %s | %s | %.0f µs | %.1f µs | %.0f µs |",
          engine.version(),
          key,
          best[0],
          best[1],
          best[2]);
    } finally {
      server.release();
      ReferenceCountUtil.release(client);
    }
  }

  private double handshakes(int count) {
    nanos = 0;
    for (int i = 0; i < count; i++) {
      close(connect());
    }
    return nanos / 1_000.0 / count;
  }

  /** One request of 100 bytes for each answer. */
  private double answers(int count, int size) {
    EmbeddedChannel[] sides = connect();
    nanos = 0;
    for (int i = 0; i < count; i++) {
      sides[0].writeOutbound(buffer(100));
      move(sides[0], sides[1], true);
      ReferenceCountUtil.release(sides[1].readInbound());
      long begin = System.nanoTime();
      sides[1].writeOutbound(buffer(size));
      nanos += System.nanoTime() - begin;
      move(sides[1], sides[0], false);
      for (Object got = sides[0].readInbound(); got != null; got = sides[0].readInbound()) {
        ReferenceCountUtil.release(got);
      }
    }
    close(sides);
    return nanos / 1_000.0 / count;
  }

  private EmbeddedChannel[] connect() {
    EmbeddedChannel client =
        new EmbeddedChannel(clientContext.newHandler(PooledByteBufAllocator.DEFAULT));
    long begin = System.nanoTime();
    SslHandler handler = serverContext.newHandler(PooledByteBufAllocator.DEFAULT);
    nanos += System.nanoTime() - begin;
    EmbeddedChannel server = new EmbeddedChannel(handler);
    while (move(client, server, true) | move(server, client, false)) {
      // Until neither side has anything to say.
    }
    if (!handler.handshakeFuture().isSuccess()) {
      throw new IllegalStateException(handler.handshakeFuture().cause());
    }
    return new EmbeddedChannel[] {client, server};
  }

  private boolean move(EmbeddedChannel from, EmbeddedChannel to, boolean timed) {
    boolean any = false;
    for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
      any = true;
      long begin = System.nanoTime();
      to.writeInbound(bytes);
      nanos += timed ? System.nanoTime() - begin : 0;
    }
    return any;
  }

  private static ByteBuf buffer(int size) {
    return PooledByteBufAllocator.DEFAULT.directBuffer(size).writeZero(size);
  }

  private static void close(EmbeddedChannel[] sides) {
    sides[0].finishAndReleaseAll();
    sides[1].finishAndReleaseAll();
  }
}
