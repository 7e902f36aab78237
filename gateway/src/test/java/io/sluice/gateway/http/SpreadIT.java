package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.HashKey;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.Zoning;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Zones, backups and slow start, over sockets. */
class SpreadIT {
  private final TestGateway gateway = new TestGateway();
  private RecordingTarget own;
  private RecordingTarget other;

  @BeforeEach
  void start() throws IOException {
    own = RecordingTarget.answering("own");
    other = RecordingTarget.answering("other");
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    own.close();
    other.close();
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void aPreferredZoneGetsAllUntilItsTargetsFail(Algorithm algorithm) throws Exception {
    gateway
        .algorithm(algorithm, key(algorithm))
        .zoning(new Zoning(Zoning.Own.PREFERRED, Set.of()))
        .targets(own, other);
    gateway.eachTarget(this::zones).apply();
    assertThat(send(40)).isEqualTo(Map.of("own", 40));

    gateway.eachTarget(failed(own)).apply();
    assertThat(send(40)).isEqualTo(Map.of("other", 40));

    gateway.targets(own, other).eachTarget(this::zones).apply();
    assertThat(send(40)).isEqualTo(Map.of("own", 40));
  }

  @Test
  void withoutCrossZoneTheTargetsOfOtherZonesAreNeverUsed() throws Exception {
    gateway
        .zoning(new Zoning(Zoning.Own.ONLY, Set.of()))
        .targets(own, other)
        .eachTarget(this::zones)
        .apply();
    assertThat(send(20)).isEqualTo(Map.of("own", 20));

    gateway.eachTarget(failed(own)).apply();
    assertThat(send(20)).isEqualTo(Map.of("own", 20));

    gateway.targets(other).eachTarget(this::zones).apply();
    assertThat(send(5)).isEqualTo(Map.of("503", 5));
  }

  @Test
  void aBackupGetsRequestsOnlyWhileNoOtherTargetCan() throws Exception {
    gateway.targets(own, other).eachTarget(this::backups).apply();
    assertThat(send(20)).isEqualTo(Map.of("own", 20));

    gateway.eachTarget(failed(own)).apply();
    assertThat(send(20)).isEqualTo(Map.of("other", 20));

    gateway.targets(own, other).eachTarget(this::backups).apply();
    assertThat(send(20)).isEqualTo(Map.of("own", 20));
  }

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"WEIGHTED_ROUND_ROBIN", "WEIGHTED_LEAST_CONNECTIONS"})
  void theShareOfANewTargetGrows(Algorithm algorithm) throws Exception {
    int seconds = 3;
    gateway.algorithm(algorithm, null).slowStart(seconds).targets(own).apply();
    assertThat(send(10)).isEqualTo(Map.of("own", 10));
    await().pollDelay(Duration.ofSeconds(seconds)).until(() -> send(1).equals(Map.of("own", 1)));

    gateway.targets(own, other).apply();

    // Least connections draws: one of 150 is certain, of 50 it was none once in 120 runs.
    assertThat(send(150).getOrDefault("other", 0)).isBetween(1, 69);
    await().atMost(Duration.ofSeconds(20)).until(() -> send(100).getOrDefault("other", 0) >= 40);
  }

  private Map<String, Integer> send(int requests) throws IOException {
    Map<String, Integer> got = new TreeMap<>();
    for (int i = 0; i < requests; i++) {
      try (RawClient client = new RawClient(gateway.port())) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        RawClient.Answer answer = client.answer();
        String from = answer.status() == 200 ? answer.body() : String.valueOf(answer.status());
        got.merge(from, 1, Integer::sum);
      }
    }
    return got;
  }

  private static HashKey key(Algorithm algorithm) {
    return algorithm == Algorithm.CONSISTENT_HASH ? new HashKey(HashKey.Type.PATH, null) : null;
  }

  private Endpoint zones(Endpoint endpoint) {
    return with(endpoint, endpoint.health(), false, endpoint.port() == own.port());
  }

  private Endpoint backups(Endpoint endpoint) {
    return with(endpoint, endpoint.health(), endpoint.port() == other.port(), true);
  }

  private static UnaryOperator<Endpoint> failed(RecordingTarget target) {
    return endpoint ->
        endpoint.port() == target.port()
            ? with(endpoint, State.UNHEALTHY, endpoint.backup(), endpoint.local())
            : endpoint;
  }

  private static Endpoint with(Endpoint e, State health, boolean backup, boolean local) {
    return new Endpoint(
        e.targetId(), e.host(), e.port(), e.weight(), null, false, health, backup, local);
  }
}
