package io.sluice.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Three gateways in a row, so that an exchange goes from HTTP/1 to 2, from 2 to 2, and from 2 to 1.
 */
class CombinationsIT {
  private static final int MIB = 1024 * 1024;
  private static final int SIZE = 24 * MIB;
  private static final byte[] PIECE = piece();

  private TestGateway first;
  private TestGateway second;
  private TestGateway third;

  private RawClient client(RecordingTarget target, int receiveBuffer) throws IOException {
    third = new TestGateway().targets(target).apply();
    second = h2c(third);
    first = h2c(second);
    return new RawClient(first.port(), receiveBuffer);
  }

  private static TestGateway h2c(TestGateway next) {
    return new TestGateway()
        .targetProtocol(Protocol.H2C, UpstreamHttp.HTTP_1_1)
        .ports(next.port())
        .apply();
  }

  @AfterEach
  void close() {
    for (TestGateway gateway : Arrays.asList(first, second, third)) {
      gateway.close();
    }
  }

  @Test
  void requestAndAnswerPassAllOfThem() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(c -> {
              c.request();
              c.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
              c.send(
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: X-Hop\r\nX-Hop: 1\r\n\r\n"
                      + "3\r\nabc\r\n0\r\nX-Sum: 3\r\n\r\n");
              c.request();
              c.send("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
            });
        RawClient client = client(target, 0)) {
      client.send(
          "POST /p?q=1 HTTP/1.1\r\nHost: a.example\r\nX-Case: Yes\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "2\r\nhi\r\n0\r\nX-End: 1\r\n\r\n");
      assertThat(client.answer().field("link")).isEqualTo("</a>");
      Answer answer = client.answer();
      assertThat(answer.body()).isEqualTo("abc[x-sum: 3]");
      assertThat(answer.field("via")).isEqualTo("1.1 test, 2.0 test, 2.0 test");
      assertThat(answer.fields()).doesNotContainKey("x-hop");
      Answer second = client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n").answer();
      assertThat(second.status()).isEqualTo(404);
      assertThat(second.body()).isEqualTo("no");
      assertThat(target.received())
          .startsWith("POST /p?q=1 HTTP/1.1\r\n")
          .containsIgnoringCase("\r\nhost: a.example\r\n")
          .contains("\r\nx-case: Yes\r\n")
          .containsIgnoringCase("\r\ntransfer-encoding: chunked\r\n")
          .contains("2\r\nhi\r\n0\r\nx-end: 1\r\n\r\n");
      assertThat(target.connections()).hasSize(1);
    }
  }

  @Test
  void largeBodiesPassWhole() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(c -> {
              c.head();
              c.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
              byte[] buffer = new byte[64 * 1024];
              for (int left = SIZE; left > 0; ) {
                int n = c.in().read(buffer, 0, Math.min(left, buffer.length));
                c.out().write(buffer, 0, n);
                left -= n;
              }
            });
        RawClient client = client(target, 0)) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + SIZE + "\r\n\r\n");
      Thread.ofVirtual()
          .start(() -> {
            try {
              for (int i = 0; i < SIZE / MIB; i++) {
                client.send(PIECE);
              }
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      assertThat(client.head().status()).isEqualTo(200);
      byte[] back = new byte[MIB];
      for (int i = 0; i < SIZE / MIB; i++) {
        readFully(client.in(), back);
        assertThat(back).isEqualTo(PIECE);
      }
    }
  }

  @Test
  void clientThatDoesNotReadHoldsUpTheTargetAndNoMemoryIsFilled() throws Exception {
    AtomicLong written = new AtomicLong();
    try (RecordingTarget target =
            new RecordingTarget(c -> {
              c.head();
              c.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
              while (true) {
                c.out().write(PIECE);
                written.addAndGet(MIB);
              }
            });
        RawClient client = client(target, 16 * 1024)) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(200);
      // The kernels' buffers of four connections, and a window or two in each gateway.
      assertThat(settled(written)).isLessThan(64L * MIB);
      assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()).isLessThan(96L * MIB);
      // One that does not read holds up nobody else.
      try (RawClient other = new RawClient(first.port())) {
        assertThat(other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").head().status()).isEqualTo(200);
      }
    }
    await().untilAsserted(() -> assertThat(third.report().activeByTarget()).isEmpty());
  }

  @Test
  void clientThatLeavesEndsTheWorkOfTheLastTarget() throws Exception {
    try (RecordingTarget target =
        new RecordingTarget(c -> {
          c.head();
          c.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
          c.readToEnd();
        })) {
      try (RawClient client = client(target, 0)) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.head().status()).isEqualTo(200);
      }
      await().until(() -> target.connections().getFirst().ended());
      for (TestGateway gateway : Arrays.asList(first, second, third)) {
        await().until(() -> !gateway.summaries().isEmpty());
        assertThat(gateway.summaries().getFirst().reason().name()).isEqualTo("CLIENT_CLOSED");
        assertThat(gateway.report().activeByTarget()).isEmpty();
      }
    }
  }

  @Test
  void targetThatDiesInsideItsAnswerIsSeenAsSuchByTheFirstClient() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(c -> {
              c.head();
              c.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n");
            });
        RawClient client = client(target, 0)) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(200);
      assertThat(client.rest()).contains("part").doesNotContain("0\r\n\r\n");
    }
  }

  private static long settled(AtomicLong written) {
    AtomicLong before = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofMillis(700))
        .until(() -> before.getAndSet(written.get()) == written.get());
    return written.get();
  }

  private static void readFully(InputStream in, byte[] into) throws IOException {
    int read = in.readNBytes(into, 0, into.length);
    assertThat(read).isEqualTo(into.length);
  }

  private static byte[] piece() {
    byte[] bytes = new byte[MIB];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
