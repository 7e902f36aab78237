package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Site.Pool;
import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.Backend;
import io.sluice.e2e.traffic.EachGateway;
import io.sluice.e2e.traffic.Exchange;
import io.sluice.e2e.traffic.HttpConnection;
import io.sluice.e2e.traffic.RequestFailure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two gateways and two targets, each in a zone of its own, as a load balancer's zones say. */
@ExtendWith(SharedSuite.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ZonesST {
  private static final String HOST = "zones.example";

  private Backend one;
  private Backend two;

  @BeforeEach
  void startBackends() throws IOException {
    one = Backend.start("one", 0);
    two = Backend.start("two", 0);
  }

  @AfterEach
  void endBackends() throws IOException {
    one.close();
    two.close();
  }

  @Test
  void gatewaysAndTargetsOfOtherZonesAreNoneOfItsAndJoinWhenAZoneIsAdded(Suite suite)
      throws Exception {
    Site site = site(suite, Map.of("zones", List.of("zone-1")));

    JsonNode listener = suite.awaitApplied(suite.listeners(), "/listeners/" + site.listenerId());
    JsonNode gateways = listener.path("status").path("gateways");
    assertThat(gateways.get(0).path("bound").asBoolean()).as(gateways.toString()).isTrue();
    assertThat(gateways.get(0).has("elsewhere")).isFalse();
    assertThat(gateways.get(1).path("bound").asBoolean()).isFalse();
    assertThat(gateways.get(1).path("elsewhere").asBoolean()).isTrue();
    assertThat(gateways.get(1).has("error")).isFalse();
    assertThat(visited(site, 20)).isEqualTo(Map.of("gateway-1", Set.of("one")));

    change(suite, site, Map.of("zones", List.of("zone-1", "zone-2")));
    assertThat(visitedByEach(site))
        .isEqualTo(Map.of("gateway-1", Set.of("one", "two"), "gateway-2", Set.of("one", "two")));

    change(suite, site, Map.of("zones", List.of("zone-2")));
    assertThat(visited(site, 20)).isEqualTo(Map.of("gateway-2", Set.of("two")));
  }

  @Test
  void gatewaysKeepRequestsInTheirZoneOrPreferItAndSpillOver(Suite suite) throws Exception {
    Site site = site(suite, Map.of("crossZone", false));
    Map<String, Set<String>> ownZone =
        Map.of("gateway-1", Set.of("one"), "gateway-2", Set.of("two"));
    assertThat(visitedByEach(site)).isEqualTo(ownZone);

    change(suite, site, Map.of("crossZone", true, "zonePreferred", true));
    assertThat(visitedByEach(site)).isEqualTo(ownZone);

    one.healthStatus(500);
    Map<String, Set<String>> spilled =
        Map.of("gateway-1", Set.of("two"), "gateway-2", Set.of("two"));
    Site.await("gateway-1 spills over").until(() -> visitedByEach(site).equals(spilled));
    one.healthStatus(200);
    Site.await("the zone is preferred again").until(() -> visitedByEach(site).equals(ownZone));
  }

  private Site site(Suite suite, Map<String, Object> zones) {
    Site site = Site.create(suite, "zones");
    suite.listeners().patch("/load-balancers/" + site.loadBalancerId(), zones).expect(200);
    Pool pool = site.pool("a", Map.of());
    JsonNode targets =
        suite
            .registry()
            .post(
                "/virtual-server-groups/" + pool.groupId() + "/targets",
                Map.of("targets", List.of(target(one, "zone-1"), target(two, "zone-2"))))
            .expect(201)
            .json()
            .path("items");
    targets.forEach(target -> site.awaitHealth(pool, target.path("id").asText(), "healthy"));
    return site.listen(Site.forward(pool));
  }

  private static Map<String, Object> target(Backend backend, String zone) {
    return Map.of("address", "127.0.0.1", "port", backend.port(), "zone", zone);
  }

  private static void change(Suite suite, Site site, Map<String, Object> zones) {
    String path = "/load-balancers/" + site.loadBalancerId();
    suite.listeners().patch(path, zones).expect(200);
    suite.awaitApplied(suite.listeners(), path);
  }

  /** Which targets answered through each gateway, on connections that the kernel spreads. */
  private static Map<String, Set<String>> visited(Site site, int connections)
      throws RequestFailure {
    Map<String, Set<String>> visited = new TreeMap<>();
    for (int i = 0; i < connections; i++) {
      try (HttpConnection connection = HttpConnection.open(site.port())) {
        add(connection.get(HOST, "/"), visited);
      }
    }
    return visited;
  }

  private static Map<String, Set<String>> visitedByEach(Site site) throws RequestFailure {
    Map<String, Set<String>> visited = new TreeMap<>();
    try (EachGateway each = EachGateway.open(site.port(), HOST, "/", 2)) {
      for (int i = 0; i < 20; i++) {
        each.get(HOST, "/").values().forEach(answer -> add(answer, visited));
      }
    }
    return visited;
  }

  private static void add(Exchange answer, Map<String, Set<String>> visited) {
    assertThat(answer.status()).isEqualTo(200);
    visited.computeIfAbsent(answer.gateway(), none -> new TreeSet<>()).add(answer.target());
  }
}
