package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.HashKey;
import io.sluice.gateway.listener.Transport;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RealProxy;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same targets behind a gateway and behind nginx. */
class BesideNginxIT {
  private static final int KEYS = 1_000;

  @TempDir Path folder;
  private final List<RecordingTarget> targets = new ArrayList<>();

  @BeforeEach
  void nginx() {
    Assumptions.assumeTrue(RealProxy.installed("nginx"), "nginx is not installed");
  }

  @AfterEach
  void close() throws IOException {
    for (RecordingTarget target : targets) {
      target.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5,1,1", "1,1,1", "4,2,1", "3,2,2,1", "7,1", "10,20,70", "1"})
  void roundRobinGivesTheSameSequence(String weightList) throws Exception {
    int[] weights =
        IntStream.of(List.of(weightList.split(",")).stream().mapToInt(Integer::parseInt).toArray())
            .toArray();
    int round = IntStream.of(weights).sum();
    start(weights.length);
    try (RealProxy nginx = RealProxy.balancing(servers("", weights, -1), folder);
        TestGateway gateway = gateway(Algorithm.WEIGHTED_ROUND_ROBIN, null, weights)) {
      String ofNginx = sequence(nginx.port(), 2 * round);
      String ofGateway = sequence(gateway.port(), 2 * round);

      // Gateways and event loops begin at different places of it.
      assertThat(ofNginx + ofNginx).contains(ofGateway);
    }
  }

  @Test
  void withoutOneTargetItsKeysMoveAndNoOthersAsWithNginx() throws Exception {
    int[] weights = {10, 10, 10, 10, 20};
    start(weights.length);
    HashKey query = new HashKey(HashKey.Type.QUERY, "k");
    Map<String, String> ofGateway;
    Map<String, String> ofGatewayWithout;
    try (TestGateway gateway = gateway(Algorithm.CONSISTENT_HASH, query, weights)) {
      ofGateway = places(gateway.port());
      gateway.weights(10, 0, 10, 10, 20).targets(targets.toArray(RecordingTarget[]::new)).apply();
      ofGatewayWithout = places(gateway.port());
    }
    Map<String, String> ofNginx;
    Map<String, String> ofNginxWithout;
    String hash = "hash $arg_k consistent;";
    try (RealProxy nginx = RealProxy.balancing(servers(hash, weights, -1), folder)) {
      ofNginx = places(nginx.port());
    }
    try (RealProxy nginx = RealProxy.balancing(servers(hash, weights, 1), folder)) {
      ofNginxWithout = places(nginx.port());
    }

    assertThat(moved(ofNginx, ofNginxWithout)).isEqualTo(keysOf("b", ofNginx));
    assertThat(moved(ofGateway, ofGatewayWithout)).isEqualTo(keysOf("b", ofGateway));
    for (int i = 0; i < weights.length; i++) {
      String target = name(i);
      double share = KEYS * weights[i] / 60.0;
      // nginx has 160 points for each server; slots and draws of keys are more even.
      assertThat((double) keysOf(target, ofNginx).size()).isBetween(share * 0.5, share * 1.5);
      assertThat((double) keysOf(target, ofGateway).size()).isBetween(share * 0.7, share * 1.3);
    }
  }

  private void start(int number) throws IOException {
    for (int i = 0; i < number; i++) {
      targets.add(RecordingTarget.answering(name(i)));
    }
  }

  private static String name(int target) {
    return String.valueOf((char) ('a' + target));
  }

  private TestGateway gateway(Algorithm algorithm, HashKey key, int... weights) {
    return new TestGateway(Transport.best(), 1)
        .algorithm(algorithm, key)
        .weights(weights)
        .targets(targets.toArray(RecordingTarget[]::new))
        .apply();
  }

  /** In the order of their ports, as the test's gateway has them; of equals the first is first. */
  private String servers(String method, int[] weights, int without) {
    return method
        + IntStream.range(0, weights.length)
            .filter(i -> i != without)
            .boxed()
            .sorted(Comparator.comparing(i -> targets.get(i).port()))
            .map(i -> "server 127.0.0.1:%d weight=%d;".formatted(targets.get(i).port(), weights[i]))
            .collect(Collectors.joining("\n"));
  }

  private static String sequence(int port, int requests) throws IOException {
    StringBuilder names = new StringBuilder();
    try (RawClient client = new RawClient(port)) {
      for (int i = 0; i < requests; i++) {
        names.append(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().body());
      }
    }
    return names.toString();
  }

  private static Map<String, String> places(int port) throws IOException {
    Map<String, String> places = new HashMap<>();
    try (RawClient client = new RawClient(port)) {
      for (int i = 0; i < KEYS; i++) {
        String key = "user-" + i;
        client.send("GET /?k=" + key + " HTTP/1.1\r\nHost: a\r\n\r\n");
        places.put(key, client.answer().body());
      }
    }
    return places;
  }

  private static List<String> moved(Map<String, String> before, Map<String, String> after) {
    return before.keySet().stream()
        .filter(key -> !before.get(key).equals(after.get(key)))
        .sorted()
        .toList();
  }

  private static List<String> keysOf(String target, Map<String, String> places) {
    return places.keySet().stream().filter(key -> places.get(key).equals(target)).sorted().toList();
  }
}
