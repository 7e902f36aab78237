package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Bodies far larger than what a gateway may keep, and peers that do not keep up. */
class LargeBodiesIT {
  private static final int MIB = 1024 * 1024;
  private static final long GIB = 1024L * MIB;
  private static final byte[] PIECE = new byte[MIB];

  /** Pooled direct memory that both event loops may take for a few transfers. */
  private static final long MAX_DIRECT = 48L * MIB;

  @Test
  void gibibyteDownIsStreamed() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + GIB + "\r\n\r\n");
              write(connection.out(), GIB);
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(200);

      assertThat(read(client.in(), GIB)).isEqualTo(GIB);
      assertThat(directMemory()).isLessThan(MAX_DIRECT);
    }
  }

  @Test
  void gibibyteUpIsStreamed() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              long size = read(connection.in(), GIB);
              String body = Long.toString(size);
              connection.send(
                  "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + GIB + "\r\n\r\n");
      write(client.socket().getOutputStream(), GIB);

      assertThat(client.answer().body()).isEqualTo(Long.toString(GIB));
      assertThat(directMemory()).isLessThan(MAX_DIRECT);
    }
  }

  @Test
  void slowClientHoldsBackItsTarget() throws Exception {
    AtomicLong written = new AtomicLong();
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + GIB + "\r\n\r\n");
              while (true) {
                connection.out().write(PIECE);
                written.addAndGet(MIB);
              }
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = new RawClient(gateway.port(), 16 * 1024)) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(200);

      assertThat(settled(written)).isLessThan(64L * MIB);
      assertThat(directMemory()).isLessThan(MAX_DIRECT);
    }
  }

  @Test
  void slowTargetHoldsBackItsClient() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicLong written = new AtomicLong();
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.head();
              try {
                end.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            });
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + GIB + "\r\n\r\n");
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    client.send(PIECE);
                    written.addAndGet(MIB);
                  }
                } catch (IOException ended) {
                  assertThat(end.getCount()).isZero();
                }
              });
      assertThat(settled(written)).isLessThan(64L * MIB);
      assertThat(directMemory()).isLessThan(MAX_DIRECT);
      end.countDown();
      client.close();
      writer.join();
    }
  }

  @Test
  void clientThatPipelinesWithoutReadingIsNotReadAhead() throws Exception {
    AtomicLong written = new AtomicLong();
    try (RecordingTarget target = new RecordingTarget(RecordingTarget.Connection::readToEnd);
        TestGateway gateway = TestGateway.to(target);
        RawClient client = gateway.client()) {
      byte[] requests = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(20_000).getBytes();
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    client.send(requests);
                    written.addAndGet(requests.length);
                  }
                } catch (IOException ended) {
                  assertThat(ended).isNotNull();
                }
              });
      assertThat(settled(written)).isLessThan(32L * MIB);
      assertThat(directMemory()).isLessThan(MAX_DIRECT);
      client.close();
      writer.join();
    }
  }

  /** What was written when nothing more is for a while. */
  private static long settled(AtomicLong written) {
    AtomicLong before = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofMillis(700))
        .until(() -> before.getAndSet(written.get()) == written.get());
    return written.get();
  }

  private static long directMemory() {
    return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }

  private static void write(OutputStream out, long size) throws IOException {
    for (long left = size; left > 0; left -= MIB) {
      out.write(PIECE);
    }
  }

  private static long read(InputStream in, long size) throws IOException {
    byte[] buffer = new byte[256 * 1024];
    long read = 0;
    while (read < size) {
      int n = in.read(buffer);
      if (n < 0) {
        break;
      }
      read += n;
    }
    return read;
  }
}
