package io.sluice.registry;

import io.sluice.contracts.GatewayBeat;
import io.sluice.contracts.sync.Revision;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Beats of one gateway: another one that fell silent would stand in the way of drains. */
final class Beats {
  static final String GATEWAY = "gateway-1";

  private static final AtomicLong SEQUENCE = new AtomicLong();

  private Beats() {}

  static GatewayBeat beat(Revision registry, GatewayBeat.TargetLoad... loads) {
    return beat(registry, List.of(loads), List.of(), List.of());
  }

  static GatewayBeat beat(
      Revision registry,
      List<GatewayBeat.TargetLoad> loads,
      List<GatewayBeat.TargetEjection> ejections,
      List<GatewayBeat.TargetSlowStart> slowStarts) {
    return new GatewayBeat(
        GATEWAY,
        "z1",
        Instant.EPOCH,
        SEQUENCE.incrementAndGet(),
        false,
        Revision.NONE,
        registry,
        Revision.NONE,
        null,
        List.of(),
        loads,
        ejections,
        slowStarts);
  }
}
