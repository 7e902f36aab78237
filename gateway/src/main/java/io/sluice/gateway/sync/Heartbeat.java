package io.sluice.gateway.sync;

import io.sluice.chassis.bus.Bus;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.GatewayBeat;
import io.sluice.gateway.listener.DataPlane;
import io.sluice.gateway.table.Revisions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Tells the owners what the gateway has in use. */
final class Heartbeat {
  private static final Logger LOG = Logger.getLogger(Heartbeat.class);

  private final Bus bus;
  private final DataPlane dataPlane;
  private final String gatewayId;
  private final String zone;
  private final Instant startedAt;
  private final Supplier<SyncStatus> status;
  private final AtomicLong sequence = new AtomicLong();

  Heartbeat(
      Bus bus,
      DataPlane dataPlane,
      String gatewayId,
      String zone,
      Instant startedAt,
      Supplier<SyncStatus> status) {
    this.bus = bus;
    this.dataPlane = dataPlane;
    this.gatewayId = gatewayId;
    this.zone = zone;
    this.startedAt = startedAt;
    this.status = status;
  }

  /** Sends a beat. */
  void beat() {
    // Read before the report: a beat must not name a revision that its listener states lack.
    SyncStatus now = status.get();
    dataPlane
        .report()
        .onComplete(
            report -> bus.publish(Addresses.GATEWAY_BEAT, message(now, report)),
            failure -> LOG.warnf("No beat is sent: %s", failure.toString()));
  }

  private GatewayBeat message(SyncStatus now, DataPlane.Report report) {
    Revisions revisions = now.revisions();
    List<GatewayBeat.TargetLoad> loads =
        report.activeByTarget().entrySet().stream()
            .map(load -> new GatewayBeat.TargetLoad(load.getKey(), load.getValue()))
            .toList();
    List<GatewayBeat.TargetEjection> ejections =
        report.ejectedByService().entrySet().stream()
            .flatMap(service ->
                service.getValue().stream()
                    .map(target -> new GatewayBeat.TargetEjection(service.getKey(), target)))
            .toList();
    List<GatewayBeat.TargetSlowStart> slowStarts =
        report.growing().entrySet().stream()
            .map(target ->
                new GatewayBeat.TargetSlowStart(
                    target.getKey().backendServiceId(),
                    target.getKey().targetId(),
                    target.getValue()))
            .toList();
    List<GatewayBeat.ListenerState> listeners =
        Stream.concat(
                report.listeners().stream(),
                now.elsewhere().stream().map(GatewayBeat.ListenerState::elsewhere))
            .toList();
    return new GatewayBeat(
        gatewayId,
        zone,
        startedAt,
        sequence.incrementAndGet(),
        now.draining(),
        revisions.listeners(),
        revisions.registry(),
        revisions.health(),
        now.copyAgeSeconds(),
        listeners,
        loads,
        ejections,
        slowStarts);
  }
}
