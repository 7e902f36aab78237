package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.suite.Api;
import io.sluice.e2e.suite.Launcher;
import io.sluice.e2e.suite.Ports;
import io.sluice.e2e.suite.Processes;
import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.Exchange;
import io.sluice.e2e.traffic.HttpConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a new user does: up, curl, status, up again, down. */
final class FirstSteps {
  private FirstSteps() {}

  static void walk(String name, String... options) throws Exception {
    Path state = Suite.newState(name);
    int base = Ports.suiteBase();
    int http = Ports.free();
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--http-port", Integer.toString(http)));
    long began = System.nanoTime();
    try (Suite suite = Suite.start(state, base, all)) {
      Measured.tell("up took %.1f s", (System.nanoTime() - began) / 1e9);
      assertThat(suite.started().output())
          .as("what up prints")
          .contains(suite.token())
          .contains("curl")
          .contains(Integer.toString(http));
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("token"))))
          .isEqualTo("rw-------");

      awaitTrafficThroughBothGateways(suite, http);
      assertTokenNeeded(suite);

      Map<String, Long> pids = suite.pids();
      pids.forEach((process, pid) -> Measured.tell("%s: %d MiB", process, Processes.rssMiB(pid)));
      assertThat(pids).containsKeys(Suite.SERVICES.toArray(String[]::new));
      assertThat(pids).containsKeys("gateway-1", "gateway-2", Suite.POSTGRES);
      Suite again = Suite.start(state, base, all);
      assertThat(again.pids()).isEqualTo(pids);
      assertThat(again.token()).isEqualTo(suite.token());
      assertThat(suite.command("status").expectSuccess().output())
          .contains("gateway-1")
          .contains("listeners")
          .contains("healthy");

      suite.command("down").expectSuccess();
      for (Map.Entry<String, Long> entry : pids.entrySet()) {
        assertThat(Processes.isAlive(entry.getValue())).as(entry.getKey()).isFalse();
      }
      Site.await("all ports free")
          .atMost(Duration.ofSeconds(10))
          .until(() -> portsFree(base, http));
    }
  }

  private static boolean portsFree(int base, int http) {
    for (int port = base; port < base + 160; port++) {
      if (!Ports.isFree(port)) {
        return false;
      }
    }
    return Ports.isFree(http);
  }

  private static void awaitTrafficThroughBothGateways(Suite suite, int http) {
    Set<String> seen = new TreeSet<>();
    Site.await("answers through both gateways")
        .until(() -> {
          try (HttpConnection connection = HttpConnection.open(http)) {
            Exchange answer = connection.get("127.0.0.1:" + http, "/");
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            if (answer.gateway() != null) {
              seen.add(answer.gateway());
            }
          }
          return seen.containsAll(Suite.GATEWAYS);
        });
    assertThat(suite.listeners().get("/listeners").expect(200).json().path("items"))
        .anySatisfy(listener -> assertThat(Suite.applied(listener)).isTrue());
  }

  private static void assertTokenNeeded(Suite suite) {
    for (String service : Suite.SERVICES) {
      String path =
          switch (service) {
            case "listeners" -> "/listeners";
            case "registry" -> "/backend-services";
            case "health" -> "/target-health";
            default -> "/webhook-sources";
          };
      Api api = suite.api(service);
      api.withToken(null).get(path).expect(401);
      api.withToken("wrong").get(path).expect(401);
      api.get(path).expect(200);
    }
    Launcher.Result status = suite.command("status");
    assertThat(status.output()).doesNotContain(suite.token());
  }
}
