package io.sluice.gateway.http;

import static io.sluice.gateway.http.Sessions.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.Stickiness.SameSite;
import io.sluice.contracts.model.Stickiness.Type;
import io.sluice.gateway.persistence.KeyRing;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TwoGateways;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that keep to a target by their address. */
class SourceStickinessIT {
  private static final Stickiness STICKY =
      new Stickiness(Type.SOURCE_IP, null, 3_600, SameSite.LAX);
  private static final int SOURCES = 40;

  private TwoGateways both;
  private RecordingTarget[] targets;
  private TestGateway gateway;
  private TestGateway other;

  @BeforeEach
  void start() throws IOException {
    both = TwoGateways.sticky(STICKY, KeyRing.EMPTY);
    gateway = both.one();
    other = both.other();
    targets = both.targets();
  }

  @AfterEach
  void stop() throws IOException {
    both.close();
  }

  @Test
  void aSourceHasTheSameTargetThroughAnyGateway() throws IOException {
    Map<String, String> first = targetsOfSources(gateway);

    assertThat(new HashSet<>(first.values())).hasSize(3);
    assertThat(targetsOfSources(gateway)).isEqualTo(first);
    assertThat(targetsOfSources(other)).isEqualTo(first);
  }

  @Test
  void sourcesThatAreKnownStayWhenATargetComes() throws IOException {
    gateway.targets(targets[0], targets[1]).apply();
    Map<String, String> before = targetsOfSources(gateway);
    gateway.targets(targets).apply();

    assertThat(targetsOfSources(gateway)).isEqualTo(before);
  }

  @Test
  void aDrainingTargetKeepsItsSourcesAndADeadOneHandsThemOver() throws IOException {
    Map<String, String> before = targetsOfSources(gateway);
    gateway.eachTarget(e -> e.port() == targets[0].port() ? draining(e) : e).apply();
    assertThat(targetsOfSources(gateway)).isEqualTo(before);

    targets[0].close();
    Map<String, String> after = targetsOfSources(gateway);

    before.forEach((source, target) -> {
      if (target.equals("0")) {
        assertThat(after.get(source)).isIn("1", "2");
      } else {
        assertThat(after.get(source)).isEqualTo(target);
      }
    });
  }

  @Test
  void connectionsOfTcpKeepToATargetToo() throws IOException {
    try (TestGateway tcp =
        new TestGateway().streams().sticky(STICKY, KeyRing.EMPTY).targets(targets).apply()) {
      Set<String> used = new HashSet<>();
      for (int source = 2; source < 2 + SOURCES; source++) {
        Set<String> ofSource = new HashSet<>();
        for (int i = 0; i < 3; i++) {
          try (RawClient client = RawClient.from("127.0.0." + source, tcp.port())) {
            ofSource.add(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().body());
          }
        }
        assertThat(ofSource).hasSize(1);
        used.addAll(ofSource);
      }
      assertThat(used).hasSize(3);
    }
  }

  private static Map<String, String> targetsOfSources(TestGateway gateway) throws IOException {
    Map<String, String> bySource = new HashMap<>();
    for (int i = 2; i < 2 + SOURCES; i++) {
      String source = "127.0.0." + i;
      bySource.put(source, ask(gateway, source, "/", null).body());
    }
    return bySource;
  }

  private static Endpoint draining(Endpoint e) {
    return new Endpoint(
        e.targetId(), e.host(), e.port(), e.weight(), e.zone(), true, e.health(), false, true);
  }
}
