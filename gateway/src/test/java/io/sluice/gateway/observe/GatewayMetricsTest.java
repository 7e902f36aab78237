package io.sluice.gateway.observe;

import static io.sluice.gateway.table.Samples.LISTENER;
import static io.sluice.gateway.table.Samples.SERVICE;
import static io.sluice.gateway.table.Samples.endpoint;
import static io.sluice.gateway.table.Samples.forward;
import static io.sluice.gateway.table.Samples.listener;
import static io.sluice.gateway.table.Samples.listeners;
import static io.sluice.gateway.table.Samples.registry;
import static io.sluice.gateway.table.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.contracts.sync.Revision;
import io.sluice.gateway.http.codec.Flaw;
import io.sluice.gateway.table.Revisions;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.TableBuild;
import io.sluice.gateway.table.TableInputs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final GatewayMetrics metrics =
      new GatewayMetrics(registry, new AccessLog(Optional.empty()));

  @Test
  void requestsAreCountedByListenerServiceAndStatusClass() {
    metrics.requestEnded(request(SERVICE, 200, Reason.NONE, 1));
    metrics.requestEnded(request(SERVICE, 204, Reason.NONE, 3));
    metrics.requestEnded(request(SERVICE, 503, Reason.NO_TARGET, 0));
    metrics.requestEnded(request(null, 0, Reason.CLIENT_CLOSED, 0));

    assertThat(count("sluice.gateway.requests", "status", "2xx")).isEqualTo(2);
    assertThat(count("sluice.gateway.requests", "status", "5xx")).isEqualTo(1);
    assertThat(count("sluice.gateway.requests", "status", "none")).isEqualTo(1);
    assertThat(count("sluice.gateway.refusals", "reason", "NO_TARGET")).isEqualTo(1);
    assertThat(count("sluice.gateway.retries", "service", SERVICE.toString())).isEqualTo(2);
    assertThat(count("sluice.gateway.sent", "service", SERVICE.toString())).isEqualTo(30);
    assertThat(
            registry
                .get("sluice.gateway.request.duration")
                .tag("service", SERVICE.toString())
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(6);
  }

  @Test
  void flawsAreCountedByClassAndActionAndLeaveWithTheirListener() {
    metrics.flawed(LISTENER, Flaw.FOLDED_FIELD, true);
    metrics.flawed(LISTENER, Flaw.FOLDED_FIELD, true);
    metrics.flawed(LISTENER, Flaw.FOLDED_FIELD, false);
    metrics.flawed(LISTENER, Flaw.BAD_HOST, false);

    String flaws = "sluice.gateway.desync.flaws";
    assertThat(count(flaws, "action", "passed")).isEqualTo(2);
    assertThat(count(flaws, "flaw", "BAD_HOST")).isEqualTo(1);
    assertThat(count(flaws, "class", "severe")).isEqualTo(1);
    metrics.tableApplied(RoutingTable.EMPTY);
    assertThat(registry.find(flaws).counters()).isEmpty();
  }

  @Test
  void openConnectionsAreReported() {
    metrics.connectionOpened(LISTENER);
    metrics.connectionOpened(LISTENER);
    metrics.connectionClosed(LISTENER);

    assertThat(registry.get("sluice.gateway.connections").gauge().value()).isEqualTo(1);
    assertThat(count("sluice.gateway.connections.accepted", "listener", LISTENER.toString()))
        .isEqualTo(2);
  }

  @Test
  void theTableInUseIsReportedAndWhatLeftItIsNoLonger() {
    metrics.requestEnded(request(SERVICE, 200, Reason.NONE, 1));
    metrics.tableApplied(
        new RoutingTable(
            Revisions.NONE,
            listenersOnly().listeners(),
            Map.of(
                SERVICE,
                service(
                    endpoint(0, 1, false, State.HEALTHY),
                    endpoint(1, 1, false, State.HEALTHY),
                    endpoint(2, 1, true, State.HEALTHY)))));

    assertThat(registry.get("sluice.gateway.targets").tag("state", "healthy").gauge().value())
        .isEqualTo(2);
    assertThat(registry.get("sluice.gateway.targets").tag("state", "draining").gauge().value())
        .isEqualTo(1);
    assertThat(registry.get("sluice.gateway.listener.info").tag("port", "80").gauge().value())
        .isEqualTo(1);

    metrics.tableApplied(listenersOnly());

    assertThat(registry.find("sluice.gateway.targets").meters()).isEmpty();
    assertThat(registry.find("sluice.gateway.requests").meters()).isEmpty();
    assertThat(registry.find("sluice.gateway.connections").meters()).hasSize(1);

    metrics.tableApplied(RoutingTable.EMPTY);

    assertThat(registry.find("sluice.gateway.connections").meters()).isEmpty();
  }

  @Test
  void revisionsAndTheAgeOfTheCopyAreReported() {
    Revisions revisions = new Revisions(new Revision(1, 3), new Revision(1, 4), new Revision(1, 5));
    Long[] age = {7L};
    metrics.watch(() -> revisions, () -> age[0]);

    assertThat(registry.get("sluice.gateway.revision").tag("owner", "registry").gauge().value())
        .isEqualTo(4);
    assertThat(registry.get("sluice.gateway.copy.age").gauge().value()).isEqualTo(7);
    age[0] = null;
    assertThat(registry.get("sluice.gateway.copy.age").gauge().value()).isNaN();
  }

  private static RoutingTable listenersOnly() {
    return TableBuild.empty("a")
        .next(
            new TableInputs(
                listeners(1, List.of(listener(LISTENER, 80, null, forward(SERVICE))), List.of()),
                registry(1, List.of(), List.of()),
                TableInputs.EMPTY.health()))
        .table();
  }

  private double count(String name, String tag, String value) {
    return registry.get(name).tag(tag, value).counter().count();
  }

  private static RequestSummary request(UUID service, int status, Reason reason, int attempts) {
    return new RequestSummary(
        LISTENER,
        service,
        null,
        null,
        "127.0.0.1:5000",
        "GET",
        "a.test",
        "/",
        "HTTP/1.1",
        status,
        reason,
        attempts,
        0,
        2_000_000,
        0,
        10);
  }
}
