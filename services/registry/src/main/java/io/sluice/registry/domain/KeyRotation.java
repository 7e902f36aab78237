package io.sluice.registry.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * When keys of gateways' cookies come and go. There is always one in use and one that is published
 * for later; a key stays after its use for as long as a cookie may live.
 *
 * @param period how long a key is used
 */
public record KeyRotation(Duration period) {
  /** The longest cookie, 604800 s, and an hour for clocks that differ. */
  static final Duration KEPT = Duration.ofSeconds(604_800).plusHours(1);

  /** Before its use a key is known for so long, even when the one before it is overdue. */
  static final Duration LEAD = Duration.ofMinutes(5);

  /** Before the first key of all is used, every gateway that is up hears of it. */
  static final Duration FIRST_LEAD = Duration.ofSeconds(5);

  /**
   * A key.
   *
   * @param id its id
   * @param usedFrom when its use begins; it ends when that of the next begins
   * @param readable whether its secret could be opened
   */
  public record Key(UUID id, Instant usedFrom, boolean readable) {}

  /**
   * What is to be done.
   *
   * @param remove keys that are over
   * @param add the times from which new keys are used
   */
  public record Plan(List<UUID> remove, List<Instant> add) {
    /** Whether nothing is. */
    public boolean isEmpty() {
      return remove.isEmpty() && add.isEmpty();
    }
  }

  /** What is to be done about the keys there are. */
  public Plan plan(List<Key> keys, Instant now) {
    List<Key> ordered = keys.stream().sorted(Comparator.comparing(Key::usedFrom)).toList();
    List<UUID> remove = new ArrayList<>();
    for (int i = 0; i + 1 < ordered.size(); i++) {
      Instant ended = ordered.get(i + 1).usedFrom();
      if (!ended.plus(KEPT).isAfter(now)) {
        remove.add(ordered.get(i).id());
      }
    }
    return new Plan(List.copyOf(remove), added(ordered, now));
  }

  private List<Instant> added(List<Key> ordered, Instant now) {
    List<Instant> usable = ordered.stream().filter(Key::readable).map(Key::usedFrom).toList();
    if (usable.isEmpty()) {
      Instant first = now.plus(FIRST_LEAD);
      return List.of(first, first.plus(period));
    }
    Instant newest = usable.getLast();
    if (newest.isAfter(now)) {
      return List.of();
    }
    Instant due = newest.plus(period);
    Instant soonest = now.plus(LEAD);
    return List.of(due.isAfter(soonest) ? due : soonest);
  }
}
