package io.sluice.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.suite.Api;
import io.sluice.e2e.suite.Ports;
import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Suite;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

  /** Starts the suite with listeners before the backend of the peers. */
  static SluiceSuite start(Peers peers) {
    SluiceSuite started =
        new SluiceSuite(
            Suite.start(
                "bench", "--gateways", "1", "--set", GATEWAY + ".sluice.gateway.event-loops=1"));
    try {
      started.configure(peers);
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

  /** All processes of the suite. */
  List<Long> processes() {
    return Stream.concat(suite.pids().values().stream(), Stream.of(suite.supervisorPid())).toList();
  }

  private void configure(Peers peers) {
    Site site = Site.create(suite, "bench");
    Site.Pool pool =
        site.pool(
            "pool",
            Map.of("healthCheck", Map.of("path", "/1k", "intervalSeconds", 5)),
            peers.backendPort());
    Map<String, Object> action = Site.forward(pool);
    ports.put(Front.PLAIN, listen(site, "http", Map.of("protocol", "HTTP"), action));
    ports.put(Front.H2C, ports.get(Front.PLAIN));
    ports.put(Front.TLS, listen(site, "https", https(peers), action));
    Site.Pool bytes =
        site.pool(
            "bytes",
            Map.of(
                "protocol", "TCP", "healthCheck", Map.of("protocol", "TCP", "intervalSeconds", 5)),
            peers.backendPort());
    ports.put(Front.TCP, listen(site, "tcp", Map.of("protocol", "TCP"), Site.forward(bytes)));
    ports.put(Front.SPLICED, ports.get(Front.TCP));
  }

  private Map<String, Object> https(Peers peers) {
    String certificate =
        suite
            .listeners()
            .post(
                "/certificates",
                Map.of(
                    "name", "bench",
                    "certificatePem", peers.certificate(),
                    "privateKeyPem", peers.privateKey()))
            .expect(201)
            .id();
    return Map.of("protocol", "HTTPS", "tls", Map.of("certificateIds", List.of(certificate)));
  }

  private int listen(
      Site site, String name, Map<String, Object> protocol, Map<String, Object> action) {
    int port = Ports.free();
    Map<String, Object> listener = new HashMap<>(protocol);
    listener.putAll(
        Map.of(
            "loadBalancerId", site.loadBalancerId(),
            "name", name,
            "port", port,
            "defaultAction", action));
    String id = suite.listeners().post("/listeners", listener).expect(201).id();
    awaitApplied(suite.listeners(), "/listeners/" + id);
    return port;
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
