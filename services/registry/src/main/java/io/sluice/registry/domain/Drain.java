package io.sluice.registry.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** How long a deregistered target finishes what runs. */
public final class Drain {
  /** Of a group that no backend service uses. */
  public static final int DEFAULT_SECONDS = 300;

  private Drain() {}

  /**
   * When a target that is deregistered now is gone; empty when it goes at once.
   *
   * @param delaysSeconds the deregistration delays of the backend services that use its group: the
   *     longest counts, since each may have requests on it
   */
  public static Optional<Instant> until(Instant now, Collection<Integer> delaysSeconds) {
    int seconds = delaysSeconds.stream().mapToInt(Integer::intValue).max().orElse(DEFAULT_SECONDS);
    return seconds == 0 ? Optional.empty() : Optional.of(now.plusSeconds(seconds));
  }
}
