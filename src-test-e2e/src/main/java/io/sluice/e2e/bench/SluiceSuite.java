package io.sluice.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.suite.Api;
import io.sluice.e2e.suite.Ports;
import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Suite;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A suite with one gateway of one event loop, started and configured as users do. The gateway's
 * whole process has the gateway's core, the control services have the load's.
 */
final class SluiceSuite implements AutoCloseable {
  private static final String GATEWAY = "gateway-1";

  private final Suite suite;
  private final long pid;
  private final Map<Front, Integer> ports = new EnumMap<>(Front.class);

  private SluiceSuite(Suite suite) {
    this.suite = suite;
    this.pid = suite.pid(GATEWAY);
  }

  /** Starts the suite with listeners before a backend on a port. */
  static SluiceSuite start(int backendPort) {
    SluiceSuite started =
        new SluiceSuite(
            Suite.start(
                "bench", "--gateways", "1", "--set", GATEWAY + ".sluice.gateway.event-loops=1"));
    try {
      started.configure(backendPort);
      started
          .suite
          .pids()
          .forEach((name, pid) ->
              Commands.pin(GATEWAY.equals(name) ? Commands.GATEWAY_CORE : Commands.LOAD_CORE, pid));
      return started;
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** The gateway. */
  Subject subject() {
    return new Subject(Subject.SLUICE, List.of(pid), ports);
  }

  private void configure(int backendPort) {
    Site site = Site.create(suite, "bench");
    Site.Pool pool =
        site.pool(
            "pool",
            Map.of("healthCheck", Map.of("path", "/1k", "intervalSeconds", 5)),
            backendPort);
    int port = Ports.free();
    String listener = site.createListener("http", port, Site.forward(pool));
    awaitApplied(suite.listeners(), "/listeners/" + listener);
    ports.put(Front.PLAIN, port);
  }

  private static void awaitApplied(Api api, String path) {
    Site.await(path + " applied")
        .until(() -> {
          JsonNode status = api.get(path).expect(200).json().path("status");
          return status.path("applied").asBoolean() && status.path("gateways").size() == 1;
        });
  }

  @Override
  public void close() {
    suite.close();
  }
}
