package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Members of a cluster inside the test's process, each a Vert.x of its own. */
final class Members implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(20);
  private static final DeliveryOptions ONE_SECOND = new DeliveryOptions().setSendTimeout(1_000);

  /**
   * A member that answers at the address of its name and hears what is published to {@code all}.
   */
  record Member(String name, Vertx vertx, JGroupsClusterManager manager, Set<String> heard) {
    int size() {
      return manager.getNodes().size();
    }

    /** The answer of another member, or the failure's name. */
    String ask(String name) {
      try {
        return vertx
            .eventBus()
            .<String>request(name, "hello", ONE_SECOND)
            .toCompletionStage()
            .toCompletableFuture()
            .get(5, TimeUnit.SECONDS)
            .body();
      } catch (Exception e) {
        return e.toString();
      }
    }

    void close() {
      await().atMost(SOON).until(vertx.close()::isComplete);
    }
  }

  private final List<Member> open = new ArrayList<>();

  /**
   * A free port whose failure detection port is free too; from below the range that systems give to
   * outgoing connections, so that none of those takes it before it is used.
   */
  static int freePort() {
    for (int attempt = 0; attempt < 1_000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try (ServerSocket first = loopback(port);
          ServerSocket second = loopback(port + ClusterOptions.FAILURE_DETECTION_PORT_OFFSET)) {
        return second.getLocalPort() - ClusterOptions.FAILURE_DETECTION_PORT_OFFSET;
      } catch (IOException e) {
        // One of the two is taken: another pair is tried.
      }
    }
    throw new IllegalStateException("no free pair of ports");
  }

  private static ServerSocket loopback(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  static ClusterOptions options(String name, int port, ClusterOptions.Tls tls, int... seeds) {
    List<String> hosts = new ArrayList<>();
    for (int seed : seeds) {
      hosts.add("127.0.0.1:" + seed);
    }
    return new ClusterOptions(
        name, "127.0.0.1", port, new ClusterOptions.Discovery.Static(hosts), tls);
  }

  Member start(String name, int port, int... seeds) {
    return start(options(name, port, null, seeds));
  }

  Member start(ClusterOptions options) {
    Member member = startOne(options);
    open.add(member);
    return member;
  }

  static Member startOne(ClusterOptions options) {
    JGroupsClusterManager manager = new JGroupsClusterManager(options);
    var start =
        Vertx.builder()
            .with(EventBusSetup.of(options))
            .withClusterManager(manager)
            .buildClustered()
            .toCompletionStage()
            .toCompletableFuture();
    try {
      Vertx vertx = start.get(30, TimeUnit.SECONDS);
      Set<String> heard = ConcurrentHashMap.newKeySet();
      vertx.eventBus().<String>consumer(options.memberName(), m -> m.reply(options.memberName()));
      vertx.eventBus().<String>consumer("all", m -> heard.add(m.body()));
      return new Member(options.memberName(), vertx, manager, heard);
    } catch (Exception e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  /** Waits until all see each other and messages cross in all directions. */
  static void awaitConnected(Member... members) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          for (Member from : members) {
            assertThat(from.size()).as("members that %s sees", from.name).isEqualTo(members.length);
            for (Member to : members) {
              assertThat(from.ask(to.name)).as("%s asks %s", from.name, to.name).isEqualTo(to.name);
            }
          }
        });
    for (Member from : members) {
      String word = from.name + "-" + System.nanoTime();
      await()
          .atMost(SOON)
          .untilAsserted(() -> {
            from.vertx.eventBus().publish("all", word);
            for (Member to : members) {
              assertThat(to.heard).as("what %s heard", to.name).contains(word);
            }
          });
    }
  }

  @Override
  public void close() {
    open.forEach(Member::close);
  }
}
