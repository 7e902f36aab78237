package io.sluice.chassis.store;

import io.sluice.contracts.GatewayBeat;
import io.sluice.contracts.GatewayBeat.ListenerState;
import io.sluice.contracts.sync.Revision;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The gateways that are alive, by their latest beat. */
public final class GatewayDirectory {
  /** A gateway beats once a second; one that is silent for this long is gone. */
  static final long SILENT_MILLIS = 5_000;

  /** One that is silent for this long does not come back: no drain lasts longer. */
  static final long FORGOTTEN_MILLIS = 3_600_000;

  private record Heard(GatewayBeat beat, long at) {}

  private final Map<String, Heard> gateways = new ConcurrentHashMap<>();
  private final Function<GatewayBeat, Revision> applied;
  private final LongSupplier clockMillis;
  private final long listeningSince;

  /**
   * A directory.
   *
   * @param applied the revision of this owner in a beat
   * @param clockMillis a monotonic clock in ms
   */
  public GatewayDirectory(Function<GatewayBeat, Revision> applied, LongSupplier clockMillis) {
    this.applied = applied;
    this.clockMillis = clockMillis;
    this.listeningSince = clockMillis.getAsLong();
  }

  /** Takes in a beat; one that was overtaken by a newer is ignored. */
  public void accept(GatewayBeat beat) {
    gateways.compute(
        beat.gatewayId(),
        (id, known) ->
            known == null || isGone(known) || isNewer(beat, known.beat)
                ? new Heard(beat, clockMillis.getAsLong())
                : known);
  }

  /** The gateways alive, by id. */
  public List<GatewayBeat> alive() {
    gateways.values().removeIf(heard -> silentFor(heard) > FORGOTTEN_MILLIS);
    return gateways.values().stream()
        .filter(heard -> !isGone(heard))
        .map(Heard::beat)
        .sorted(Comparator.comparing(GatewayBeat::gatewayId))
        .toList();
  }

  /**
   * Whether all gateways say something, and there is one. One that is silent may carry traffic yet,
   * unless its last word was that it ends; so it says nothing. Before all had the time to be heard
   * none does.
   */
  public boolean allSay(Predicate<GatewayBeat> something) {
    List<GatewayBeat> alive = alive();
    return clockMillis.getAsLong() - listeningSince > SILENT_MILLIS
        && !alive.isEmpty()
        && alive.stream().allMatch(something)
        && gateways.values().stream().allMatch(heard -> !isGone(heard) || heard.beat.draining());
  }

  /** Where a resource of this revision is in use. */
  public Status status(Revision revision) {
    return status(revision, beat -> null);
  }

  /** Where a listener of this revision is in use, and whether its socket is open. */
  public Status status(Revision revision, UUID listenerId) {
    return status(
        revision,
        beat ->
            beat.listenerStates().stream()
                .filter(state -> state.listenerId().equals(listenerId))
                .findFirst()
                .orElse(null));
  }

  private Status status(Revision revision, Function<GatewayBeat, ListenerState> listener) {
    List<GatewayStatus> all =
        alive().stream()
            .map(beat -> {
              ListenerState state = listener.apply(beat);
              Revision inUse = applied.apply(beat);
              return new GatewayStatus(
                  beat.gatewayId(),
                  beat.zone(),
                  !revision.isNewerThan(inUse),
                  inUse,
                  state == null ? null : state.bound(),
                  state == null ? null : state.error(),
                  state != null && state.elsewhere() ? true : null);
            })
            .toList();
    return new Status(
        revision, !all.isEmpty() && all.stream().allMatch(GatewayStatus::applied), all);
  }

  private boolean isGone(Heard heard) {
    return silentFor(heard) > SILENT_MILLIS;
  }

  private long silentFor(Heard heard) {
    return clockMillis.getAsLong() - heard.at;
  }

  private static boolean isNewer(GatewayBeat beat, GatewayBeat known) {
    int byStart = beat.startedAt().compareTo(known.startedAt());
    return byStart > 0 || (byStart == 0 && beat.sequence() > known.sequence());
  }
}
