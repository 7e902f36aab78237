package io.sluice.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Connections that are kept open after one request each, and the memory that they cost. */
final class IdleClients {
  /** Its name on the command line. */
  static final String NAME = "idle-10000";

  /** Marks of its part of the page. */
  static final String PART = "bench-idle";

  static final int CONNECTIONS = 10_000;

  static final List<String> HEAD =
      List.of(
          "| gateway | RSS before, MiB | RSS with 10,000 open, MiB | a connection, KiB |",
          "| --- | --- | --- | --- |");

  /** What a gateway does after the last answer is over by then. */
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final byte[] REQUEST =
      "GET /1k HTTP/1.1\r\nHost: bench.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private IdleClients() {}

  /** Opens the connections to a subject, measures its memory, and closes them. */
  static String row(Subject subject) {
    List<SocketChannel> open = new ArrayList<>();
    long before = Usage.rssKiB(subject.processes());
    try {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), subject.ports().get(Front.PLAIN));
      ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
      for (int i = 0; i < CONNECTIONS; i++) {
        SocketChannel channel = SocketChannel.open(address);
        open.add(channel);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.write(ByteBuffer.wrap(REQUEST));
        readAnswer(channel, buffer);
      }
      long until = System.nanoTime() + SETTLE_NANOS;
      while (System.nanoTime() < until) {
        LockSupport.parkNanos(until - System.nanoTime());
      }
      long with = Usage.rssKiB(subject.processes());
      return BenchTable.row(
          subject.name(),
          BenchTable.number(before / 1024.0),
          BenchTable.number(with / 1024.0),
          BenchTable.number((double) (with - before) / CONNECTIONS));
    } catch (IOException e) {
      throw new UncheckedIOException(subject.name() + " after " + open.size(), e);
    } finally {
      for (SocketChannel channel : open) {
        close(channel);
      }
    }
  }

  private static void readAnswer(SocketChannel channel, ByteBuffer buffer) throws IOException {
    buffer.clear();
    long whole = Long.MAX_VALUE;
    while (buffer.position() < whole) {
      if (channel.read(buffer) < 0) {
        throw new IOException("closed after " + buffer.position() + " bytes of an answer");
      }
      String text = StandardCharsets.ISO_8859_1.decode(buffer.duplicate().flip()).toString();
      int end = text.indexOf("\r\n\r\n");
      if (end >= 0) {
        whole = end + 4 + FixedRateConnection.bodyLength(text.substring(0, end));
      }
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
