package io.sluice.gateway;

import static io.sluice.gateway.table.Samples.GROUP;
import static io.sluice.gateway.table.Samples.LISTENER;
import static io.sluice.gateway.table.Samples.RULE_GROUP;
import static io.sluice.gateway.table.Samples.SERVICE;
import static io.sluice.gateway.table.Samples.backendService;
import static io.sluice.gateway.table.Samples.fixed;
import static io.sluice.gateway.table.Samples.forward;
import static io.sluice.gateway.table.Samples.health;
import static io.sluice.gateway.table.Samples.listener;
import static io.sluice.gateway.table.Samples.listeners;
import static io.sluice.gateway.table.Samples.registry;
import static io.sluice.gateway.table.Samples.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.GatewayBeat;
import io.sluice.contracts.model.Rule.PathMatch;
import io.sluice.contracts.model.Rule.PathType;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.model.TargetHealth;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.contracts.sync.Revision;
import io.sluice.gateway.sync.FakeBus;
import io.sluice.gateway.sync.FakeOwners;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway over real sockets; the owners speak to it inside the process. */
class GatewayIT {
  @TempDir Path state;

  private final List<HttpServer> backends = new ArrayList<>();
  private final List<Gateway> gateways = new ArrayList<>();
  private final CountDownLatch slow = new CountDownLatch(1);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final HttpClient client = HttpClient.newHttpClient();
  private FakeBus bus = new FakeBus();
  private int port;
  private Target blue;
  private Target green;

  @BeforeEach
  void backends() throws IOException {
    blue = target(1, backend("blue"));
    green = target(2, backend("green"));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void stop() {
    slow.countDown();
    gateways.forEach(Gateway::close);
    backends.forEach(backend -> backend.stop(0));
    client.close();
  }

  @Test
  void changesOfTargetsAndRulesAreServedAtOnceAndConfirmed() throws Exception {
    List<GatewayBeat> beats = new CopyOnWriteArrayList<>();
    bus.consume(Addresses.GATEWAY_BEAT, GatewayBeat.class, beats::add);
    FakeOwners owners = new FakeOwners(bus);
    start();
    publish(owners, 1, blue);
    awaitBeat(beats, 1);
    assertThat(get("/")).isEqualTo("200 blue");

    publish(owners, 2, green);
    awaitBeat(beats, 2);
    assertThat(get("/")).isEqualTo("200 green");

    owners.publish(
        listeners(
            3,
            List.of(listener(LISTENER, port, RULE_GROUP, forward(SERVICE))),
            List.of(rule(1, null, new PathMatch(PathType.PREFIX, "/admin"), fixed(403)))));
    awaitBeat(beats, 3);
    assertThat(get("/admin/x")).isEqualTo("403 ");
    assertThat(get("//admin/x")).startsWith("400");
    assertThat(get("/x")).isEqualTo("200 green");
    assertThat(beats.getLast().listenerStates())
        .singleElement()
        .satisfies(listener -> {
          assertThat(listener.listenerId()).isEqualTo(LISTENER);
          assertThat(listener.bound()).isTrue();
          assertThat(listener.error()).isNull();
        });
    // A client may have the whole answer before the gateway has counted it.
    await()
        .until(() ->
            meters.get("sluice.gateway.requests").tag("status", "2xx").counter().count() == 3);
  }

  @Test
  void targetsTakeTheirShareOfTheRequestsByWeight() throws Exception {
    FakeOwners owners = new FakeOwners(bus);
    Gateway gateway = start();
    Target heavy =
        new Target(blue.id(), GROUP, blue.address(), blue.port(), 30, null, null, null, false);
    publish(owners, 1, heavy, green);
    await().until(() -> gateway.status().revisions().health().number() == 1);

    int blues = 0;
    for (int i = 0; i < 80; i++) {
      blues += get("/").equals("200 blue") ? 1 : 0;
    }

    assertThat(blues).isBetween(58, 62);
  }

  @Test
  void aRestartWithEverythingElseDeadServesFromTheCopy() throws Exception {
    FakeOwners owners = new FakeOwners(bus);
    Gateway first = start();
    publish(owners, 1, blue);
    await().until(() -> get("/").equals("200 blue"));
    await().until(() -> Files.exists(state.resolve("last-known-good")));
    first.close();

    bus = new FakeBus();
    Gateway second = open();

    await().until(() -> get("/").equals("200 blue"));
    second.follow(bus);
    assertThat(second.status().copyAgeSeconds()).isNotNull();
    assertThat(second.status().revisions().registry()).isEqualTo(new Revision(1, 1));
  }

  @Test
  void aCorruptCopyServesNothingAndDoesNotKeepTheGatewayFromFollowing() throws Exception {
    Files.writeString(state.resolve("last-known-good"), "sluice-copy 1\n{\"savedAt\":");
    FakeOwners owners = new FakeOwners(bus);
    Gateway gateway = start();
    assertThat(gateway.status().configured()).isFalse();

    publish(owners, 1, blue);

    await().until(() -> get("/").equals("200 blue"));
    assertThat(gateway.status().copyAgeSeconds()).isNull();
  }

  @Test
  void aPortThatIsTakenIsNamedInTheBeat() throws Exception {
    List<GatewayBeat> beats = new CopyOnWriteArrayList<>();
    bus.consume(Addresses.GATEWAY_BEAT, GatewayBeat.class, beats::add);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      FakeOwners owners = new FakeOwners(bus);
      start();
      publish(owners, 1, blue);
      awaitBeat(beats, 1);

      assertThat(beats.getLast().listenerStates())
          .singleElement()
          .satisfies(listener -> {
            assertThat(listener.bound()).isFalse();
            assertThat(listener.error()).containsIgnoringCase("in use");
          });
    }
  }

  @Test
  void aDrainLetsWhatRunsEndAndAcceptsNothingNew() throws Exception {
    FakeOwners owners = new FakeOwners(bus);
    Gateway gateway = start();
    publish(owners, 1, blue);
    await().until(() -> get("/").equals("200 blue"));
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> running = executor.submit(() -> get("/slow"));
      await()
          .until(() ->
              gateway
                      .dataPlane()
                      .report()
                      .toCompletionStage()
                      .toCompletableFuture()
                      .get(5, TimeUnit.SECONDS)
                      .activeByTarget()
                      .getOrDefault(blue.id(), 0)
                  == 1);

      Future<?> draining = executor.submit(gateway::drain);

      await().until(() -> gateway.status().draining() && refuses());
      assertThat(draining).isNotDone();
      slow.countDown();
      assertThat(running.get(10, TimeUnit.SECONDS)).isEqualTo("200 blue");
      draining.get(10, TimeUnit.SECONDS);
    }
  }

  private boolean refuses() {
    try (HttpClient other = HttpClient.newHttpClient()) {
      get(other, "/");
      return false;
    } catch (IOException e) {
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void publish(FakeOwners owners, long number, Target... targets) {
    owners.publish(
        listeners(number, List.of(listener(LISTENER, port, null, forward(SERVICE))), List.of()));
    owners.publish(registry(number, List.of(backendService(SERVICE, GROUP)), List.of(targets)));
    owners.publish(
        health(
            number,
            List.of(targets).stream()
                .map(target -> health(SERVICE, target, State.HEALTHY))
                .toArray(TargetHealth[]::new)));
  }

  private static void awaitBeat(List<GatewayBeat> beats, long listenersRevision) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            beats.stream()
                .anyMatch(beat ->
                    beat.listeners().number() == listenersRevision
                        && beat.health().number() >= Math.min(2, listenersRevision)));
  }

  private Gateway start() {
    Gateway gateway = open();
    gateway.follow(bus);
    return gateway;
  }

  private Gateway open() {
    Gateway gateway = new Gateway(new Config(state), meters);
    gateways.add(gateway);
    gateway.open();
    return gateway;
  }

  private String get(String path) throws IOException, InterruptedException {
    return get(client, path);
  }

  private String get(HttpClient with, String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        with.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  private int backend(String name) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (exchange.getRequestURI().getPath().equals("/slow")) {
              slow.await(20, TimeUnit.SECONDS);
            }
            byte[] body = name.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    backends.add(server);
    return server.getAddress().getPort();
  }

  private static Target target(int number, int port) {
    return new Target(new UUID(15, number), GROUP, "127.0.0.1", port, 10, null, null, null, false);
  }

  /** The settings of a gateway under test. */
  private record Config(Path state) implements GatewayConfig {
    @Override
    public String id() {
      return "gateway-1";
    }

    @Override
    public String zone() {
      return "zone-a";
    }

    @Override
    public String bindAddress() {
      return "127.0.0.1";
    }

    @Override
    public Optional<Path> stateDir() {
      return Optional.of(state);
    }

    @Override
    public OptionalInt eventLoops() {
      return OptionalInt.of(2);
    }

    @Override
    public OptionalInt maxConnections() {
      return OptionalInt.empty();
    }

    @Override
    public String tlsEngine() {
      return "auto";
    }

    @Override
    public int drainTimeoutSeconds() {
      return 20;
    }

    @Override
    public Optional<Path> accessLog() {
      return Optional.empty();
    }
  }
}
