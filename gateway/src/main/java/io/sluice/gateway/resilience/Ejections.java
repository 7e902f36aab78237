package io.sluice.gateway.resilience;

import io.sluice.contracts.model.Ejection;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.ServiceTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Which targets of one backend service a gateway leaves out because they fail, and until when. Used
 * on one thread; times are nanoseconds of the monotonic clock.
 */
final class Ejections {
  /** An ejection lasts so many times the configured seconds at most. */
  private static final int LONGEST = 10;

  /** The first repetition whose time is the longest. */
  private static final int MOST_REPETITIONS = 5;

  private final Map<UUID, History> histories = new HashMap<>();

  private static final class History {
    private boolean ejected;
    private int repetitions;
    private long endsAt;
  }

  /**
   * Ejects a target, unless the service's settings or the number of its targets forbid it.
   *
   * @return whether it is ejected now
   */
  boolean eject(ServiceTable service, UUID targetId, long now) {
    Ejection settings = service.service().ejection();
    Endpoint target = service.endpoint(targetId);
    if (settings.consecutiveFailures() == 0 || target == null || !target.takesRequests()) {
      return false;
    }
    int targets = 0;
    int ejected = 0;
    for (Endpoint one : service.endpoints()) {
      if (one.takesRequests()) {
        targets++;
        ejected += isEjected(one.targetId()) ? 1 : 0;
      }
    }
    int most = targets < 2 ? 0 : Math.max(1, targets * settings.maxPercent() / 100);
    if (ejected >= most || isEjected(targetId)) {
      return isEjected(targetId);
    }
    long base = TimeUnit.SECONDS.toNanos(settings.seconds());
    History history = histories.computeIfAbsent(targetId, id -> new History());
    // Each time that it behaved for as long as a first ejection takes one repetition back.
    long behaved = history.repetitions == 0 ? 0 : (now - history.endsAt) / base;
    long before = Math.max(0, history.repetitions - behaved);
    history.repetitions = (int) Math.min(MOST_REPETITIONS, before + 1);
    history.endsAt = now + Math.min(LONGEST * base, base << (history.repetitions - 1));
    history.ejected = true;
    return true;
  }

  boolean isEjected(UUID targetId) {
    History history = histories.get(targetId);
    return history != null && history.ejected;
  }

  /** Those that are ejected. */
  Set<UUID> ejected() {
    return histories.entrySet().stream()
        .filter(entry -> entry.getValue().ejected)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Ends what is over by now; those whose ejection has ended. */
  List<UUID> end(long now) {
    List<UUID> ended = new ArrayList<>();
    histories.forEach((targetId, history) -> {
      if (history.ejected && now - history.endsAt >= 0) {
        history.ejected = false;
        ended.add(targetId);
      }
    });
    return ended;
  }

  /**
   * Takes newer settings over: with ejection off none is ejected any more, and targets that left or
   * drain are forgotten.
   *
   * @return targets that were ejected and are no longer
   */
  List<UUID> update(ServiceTable service) {
    List<UUID> ended = new ArrayList<>();
    boolean off = service.service().ejection().consecutiveFailures() == 0;
    histories
        .entrySet()
        .removeIf(entry -> {
          Endpoint target = service.endpoint(entry.getKey());
          boolean gone = off || target == null || !target.takesRequests();
          if (gone && entry.getValue().ejected) {
            ended.add(entry.getKey());
          }
          return gone;
        });
    return ended;
  }

  boolean isEmpty() {
    return histories.isEmpty();
  }
}
