package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.HashKey;
import io.sluice.gateway.listener.Transport;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The algorithms through two gateways with four event loops each, over sockets. */
class AlgorithmsIT {
  private static final int CLIENTS = 16;
  private static final int REQUESTS = 10_000;

  /** By least connections a target gets less when the machine happens to slow it down. */
  @ParameterizedTest
  @CsvSource({"WEIGHTED_ROUND_ROBIN, 0.01", "WEIGHTED_LEAST_CONNECTIONS, 0.06"})
  void sharesFollowTheWeightsThroughAllGatewaysAndEventLoops(Algorithm algorithm, double off)
      throws Exception {
    try (Site site = new Site(algorithm, null, 1, 2, 7)) {
      Map<String, Integer> got = site.send(REQUESTS, i -> "GET / HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(got.get("0") / (double) REQUESTS).isCloseTo(0.1, within(off));
      assertThat(got.get("1") / (double) REQUESTS).isCloseTo(0.2, within(off));
      assertThat(got.get("2") / (double) REQUESTS).isCloseTo(0.7, within(off));
    }
  }

  @ParameterizedTest
  @EnumSource(HashKey.Type.class)
  void aKeyHasTheSameTargetThroughAnyGatewayAndEventLoop(HashKey.Type type) throws Exception {
    String name =
        switch (type) {
          case HEADER, COOKIE, QUERY -> "user";
          case PATH, SOURCE -> null;
        };
    try (Site site = new Site(Algorithm.CONSISTENT_HASH, new HashKey(type, name), 10, 10, 10)) {
      Set<String> used = new HashSet<>();
      for (int user = 0; user < 20; user++) {
        String request = requestOf(type, user);
        Map<String, Integer> got = site.send(CLIENTS, i -> request);
        assertThat(got).hasSize(1);
        used.addAll(got.keySet());
      }

      assertThat(used).hasSize(type == HashKey.Type.SOURCE ? 1 : 3);
    }
  }

  private static String requestOf(HashKey.Type type, int user) {
    String request =
        switch (type) {
          case HEADER -> "GET / HTTP/1.1\r\nHost: a\r\nUser: u%d\r\n\r\n";
          case COOKIE -> "GET / HTTP/1.1\r\nHost: a\r\nCookie: x=1; user=u%d\r\n\r\n";
          case QUERY -> "GET /?x=1&user=u%d HTTP/1.1\r\nHost: a\r\n\r\n";
          case PATH -> "GET /u%d?x HTTP/1.1\r\nHost: a\r\n\r\n";
          case SOURCE -> "GET /%d HTTP/1.1\r\nHost: a\r\n\r\n";
        };
    return request.formatted(user);
  }

  @Test
  void aSourceKeepsItsTargetAndSourcesAreSpread() throws Exception {
    try (Site site = new Site(Algorithm.SOURCE_IP_HASH, null, 10, 10, 10)) {
      Set<String> used = new HashSet<>();
      for (int source = 2; source < 30; source++) {
        Set<String> ofSource = new HashSet<>();
        for (TestGateway gateway : site.gateways) {
          try (RawClient client = RawClient.from("127.0.0." + source, gateway.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            ofSource.add(client.answer().body());
          }
        }
        assertThat(ofSource).hasSize(1);
        used.addAll(ofSource);
      }

      assertThat(used).hasSize(3);
    }
  }

  @Test
  void aRetryGoesToTheNextInTheKeysOrderAndOtherKeysStay() throws Exception {
    HashKey path = new HashKey(HashKey.Type.PATH, null);
    try (Site site = new Site(Algorithm.CONSISTENT_HASH, path, 10, 10, 10)) {
      Map<String, String> before = site.targetsOfPaths();
      site.targets.get(1).close();
      Map<String, String> after = site.targetsOfPaths();

      before.forEach((key, target) -> {
        if (target.equals("1")) {
          assertThat(after.get(key)).isIn("0", "2");
        } else {
          assertThat(after.get(key)).isEqualTo(target);
        }
      });
      assertThat(site.targetsOfPaths()).isEqualTo(after);
    }
  }

  @Test
  void byLatencyATargetThatFailsFastIsLeftAlone() throws Exception {
    try (Site site = new Site(Algorithm.PEAK_EWMA, null, 10, 10);
        RecordingTarget failing =
            new RecordingTarget(connection -> {
              while (connection.request() != null) {
                connection.send("HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nfail");
              }
            })) {
      site.gateways.forEach(gateway ->
          gateway.weights(10, 10).ports(site.targets.getFirst().port(), failing.port()).apply());

      Map<String, Integer> got = site.send(800, i -> "GET / HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(got.getOrDefault("fail", 0)).isLessThan(80);
    }
  }

  /** Two gateways with four event loops before targets that answer with their number. */
  private static final class Site implements AutoCloseable {
    private final ArrayList<RecordingTarget> targets = new ArrayList<>();
    private final List<TestGateway> gateways;

    Site(Algorithm algorithm, HashKey key, int... weights) throws IOException {
      for (int i = 0; i < weights.length; i++) {
        targets.add(RecordingTarget.answering(Integer.toString(i)));
      }
      gateways = List.of(gateway(algorithm, key, weights), gateway(algorithm, key, weights));
    }

    private TestGateway gateway(Algorithm algorithm, HashKey key, int... weights) {
      return new TestGateway(Transport.best(), 4)
          .algorithm(algorithm, key)
          .weights(weights)
          .targets(targets.toArray(RecordingTarget[]::new))
          .apply();
    }

    /** Sends requests by clients on both gateways and counts the answers by their bodies. */
    Map<String, Integer> send(int requests, IntFunction<String> request) throws Exception {
      Map<String, Integer> got = new HashMap<>();
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        ArrayList<Callable<Map<String, Integer>>> tasks = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
          int port = gateways.get(client % gateways.size()).port();
          tasks.add(() -> client(port, requests / CLIENTS, request));
        }
        for (Future<Map<String, Integer>> done : clients.invokeAll(tasks)) {
          done.get().forEach((body, times) -> got.merge(body, times, Integer::sum));
        }
      }
      return got;
    }

    private static Map<String, Integer> client(int port, int requests, IntFunction<String> request)
        throws IOException {
      Map<String, Integer> got = new HashMap<>();
      try (RawClient client = new RawClient(port)) {
        for (int i = 0; i < requests; i++) {
          got.merge(client.send(request.apply(i)).answer().body(), 1, Integer::sum);
        }
      }
      return got;
    }

    Map<String, String> targetsOfPaths() throws IOException {
      Map<String, String> byPath = new HashMap<>();
      try (RawClient client = gateways.getFirst().client()) {
        for (int i = 0; i < 30; i++) {
          String path = "/" + i;
          client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
          byPath.put(path, client.answer().body());
        }
      }
      return byPath;
    }

    @Override
    public void close() throws IOException {
      gateways.forEach(TestGateway::close);
      for (RecordingTarget target : targets) {
        target.close();
      }
    }
  }
}
