package io.sluice.e2e.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * An open-loop client: sends HTTP/1.1 requests at a fixed rate however late answers come. A latency
 * counts from the moment at which its request was due, so that a gateway that stalls cannot hide it
 * by slowing the client down. A process of its own, on one event loop.
 */
final class FixedRateClient {
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int DIGITS = 3;

  private final Work work;
  private final EventLoop loop;
  private final ByteBuf request;
  private final ArrayDeque<FixedRateConnection> idle = new ArrayDeque<>();
  private final ArrayDeque<Long> waiting = new ArrayDeque<>();
  private final Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);
  private final Histogram lateness = new Histogram(LONGEST_NANOS, DIGITS);
  private final long interval;
  private long next;
  private long measuredFrom;
  private long end;
  private long unanswered;
  private final CountDownLatch done = new CountDownLatch(1);

  /**
   * What is to be done.
   *
   * @param warmUpSeconds at the same rate, before anything counts
   */
  record Work(
      boolean tls,
      int port,
      String path,
      int connections,
      long perSecond,
      int warmUpSeconds,
      int seconds) {
    String line() {
      return "%s %d %s %d %d %d %d"
          .formatted(tls, port, path, connections, perSecond, warmUpSeconds, seconds);
    }

    static Work of(String... arguments) {
      return new Work(
          Boolean.parseBoolean(arguments[0]),
          Integer.parseInt(arguments[1]),
          arguments[2],
          Integer.parseInt(arguments[3]),
          Long.parseLong(arguments[4]),
          Integer.parseInt(arguments[5]),
          Integer.parseInt(arguments[6]));
    }
  }

  private FixedRateClient(Work work, EventLoop loop) {
    this.work = work;
    this.loop = loop;
    this.request =
        Unpooled.directBuffer()
            .writeBytes(
                ("GET " + work.path() + " HTTP/1.1\r\nHost: bench.example\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
    this.interval = TimeUnit.SECONDS.toNanos(1) / work.perSecond();
  }

  /**
   * Does one work for each line of standard input, and answers each with a line as {@link
   * Latencies#of} reads it. What it has compiled for one serves the next.
   */
  public static void main(String[] arguments) throws Exception {
    EpollEventLoopGroup group = new EpollEventLoopGroup(1);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      // A collection within the work would look like a pause of the gateway.
      System.gc();
      FixedRateClient client = new FixedRateClient(Work.of(line.split(" ")), group.next());
      List<Channel> open = client.connect();
      client.loop.execute(client::begin);
      client.done.await();
      for (Channel channel : open) {
        channel.close().sync();
      }
      client.request.release();
      System.out.println(client.result().line());
    }
    System.exit(0);
  }

  private List<Channel> connect() throws Exception {
    SslContext tls =
        work.tls()
            ? SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .protocols("TLSv1.3")
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .build()
            : null;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(EpollSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    ChannelPipeline pipeline = channel.pipeline();
                    if (tls != null) {
                      pipeline.addLast(
                          tls.newHandler(channel.alloc(), "bench.example", work.port()));
                    }
                    pipeline.addLast(
                        new FixedRateConnection(FixedRateClient.this, request, work.tls()));
                  }
                });
    List<Channel> open = new ArrayList<>();
    for (int i = 0; i < work.connections(); i++) {
      open.add(bootstrap.connect("127.0.0.1", work.port()).sync().channel());
    }
    for (Channel channel : open) {
      channel.pipeline().get(FixedRateConnection.class).ready().sync();
    }
    return open;
  }

  private void begin() {
    long now = System.nanoTime();
    next = now;
    measuredFrom = now + TimeUnit.SECONDS.toNanos(work.warmUpSeconds());
    end = measuredFrom + TimeUnit.SECONDS.toNanos(work.seconds());
    tick();
  }

  private void tick() {
    long now = System.nanoTime();
    while (next <= now && next < end) {
      send(next);
      next += interval;
    }
    if (next < end) {
      loop.schedule(this::tick, next - System.nanoTime(), TimeUnit.NANOSECONDS);
    } else {
      loop.schedule(this::finish, 1, TimeUnit.SECONDS);
    }
  }

  private void send(long due) {
    FixedRateConnection connection = idle.poll();
    if (connection == null) {
      waiting.add(due);
      return;
    }
    if (due >= measuredFrom) {
      lateness.recordValue(bounded(System.nanoTime() - due));
    }
    connection.send(due);
  }

  /** A connection can take a request. */
  void idle(FixedRateConnection connection) {
    Long due = waiting.poll();
    if (due == null) {
      idle.add(connection);
    } else {
      connection.send(due);
    }
  }

  /** An answer has come whole. */
  void answered(long due) {
    if (due >= measuredFrom) {
      latencies.recordValue(bounded(System.nanoTime() - due));
    }
  }

  /** A connection was closed: by the other side, unless the work is over. */
  void closed() {
    if (done.getCount() > 0) {
      fail("a connection was closed");
    }
  }

  /** Ends the run: numbers of a run with failures mean nothing. */
  static void fail(String what) {
    System.out.println("failed: " + what);
    System.exit(1);
  }

  private void finish() {
    unanswered = waiting.size() + work.connections() - idle.size();
    done.countDown();
  }

  private Latencies result() {
    return new Latencies(
        micros(latencies, 50),
        micros(latencies, 99),
        micros(latencies, 99.9),
        latencies.getTotalCount(),
        unanswered,
        micros(lateness, 99));
  }

  private static double micros(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1e3;
  }

  private static long bounded(long nanos) {
    return Math.min(nanos, LONGEST_NANOS);
  }
}
