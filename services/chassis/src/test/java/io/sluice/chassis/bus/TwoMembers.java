package io.sluice.chassis.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.cluster.ClusterOptions;
import io.sluice.cluster.JGroupsClusterManager;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;

/** Two clustered Vert.x on loopback, each with the suite's bus. */
public final class TwoMembers implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final List<Vertx> vertx = new ArrayList<>();
  private final Bus first;
  private final Bus second;

  /** Starts both, which know each other's address, and waits until they see each other. */
  public TwoMembers() {
    this(freePort(), null);
  }

  /** Starts both, which look for each other, and waits until they see each other. */
  public TwoMembers(ClusterOptions.Discovery discovery) {
    this(freePort(), discovery);
  }

  private TwoMembers(int port, ClusterOptions.Discovery given) {
    ClusterOptions.Discovery discovery =
        given == null ? new ClusterOptions.Discovery.Static(List.of("127.0.0.1:" + port)) : given;
    first = start("first", port, discovery);
    second = start("second", freePort(), discovery);
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          assertThat(first.members()).isEqualTo(2);
          assertThat(second.members()).isEqualTo(2);
        });
  }

  /** The bus of one member. */
  public Bus first() {
    return first;
  }

  /** The bus of the other. */
  public Bus second() {
    return second;
  }

  private Bus start(String name, int port, ClusterOptions.Discovery discovery) {
    VertxOptions options = new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2);
    options.getEventBusOptions().setHost("127.0.0.1").setPort(0);
    Vertx started =
        Vertx.builder()
            .with(options)
            .withClusterManager(
                new JGroupsClusterManager(
                    new ClusterOptions(name, "127.0.0.1", port, discovery, null)))
            .buildClustered()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    vertx.add(started);
    return new VertxBus(started);
  }

  /** From below the range of outgoing connections, so that none takes it before it is used. */
  private static int freePort() {
    for (int attempt = 0; attempt < 1_000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      InetAddress loopback = InetAddress.getLoopbackAddress();
      try (ServerSocket socket = new ServerSocket(port, 1, loopback);
          ServerSocket detection =
              new ServerSocket(port + ClusterOptions.FAILURE_DETECTION_PORT_OFFSET, 1, loopback)) {
        return detection.getLocalPort() - ClusterOptions.FAILURE_DETECTION_PORT_OFFSET;
      } catch (IOException e) {
        // One of the two is taken: another pair is tried.
      }
    }
    throw new UncheckedIOException(new IOException("no free pair of ports"));
  }

  @Override
  public void close() {
    for (Vertx member : vertx) {
      try {
        member.close().toCompletionStage().toCompletableFuture().join();
      } catch (CompletionException e) {
        throw new IllegalStateException("a member could not be closed", e);
      }
    }
  }
}
