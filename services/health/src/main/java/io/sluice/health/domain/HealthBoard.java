package io.sluice.health.domain;

import io.sluice.contracts.model.TargetHealth;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.contracts.sync.HealthDelta;
import io.sluice.contracts.sync.HealthDelta.Key;
import io.sluice.contracts.sync.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The state of every pair, and its revisions: a change of state or reason counts one up. Thread
 * safe; each call is short.
 */
public final class HealthBoard {
  /** Some minutes of a large suite in trouble; 100 bytes each. */
  static final int CHANGES_KEPT = 20_000;

  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::backendServiceId).thenComparing(Key::targetId);

  private record Entry(Pair pair, PairHealth health) {}

  /**
   * What the prober has to do after the registry changed.
   *
   * @param start pairs to probe from now on, or with other parameters than before
   * @param stop pairs to probe no more
   */
  public record Plan(List<Pair> start, List<Key> stop) {}

  private final long epoch;
  private final ChangeLog log = new ChangeLog(CHANGES_KEPT);
  private final Map<Key, Entry> entries = new HashMap<>();

  /**
   * Makes an empty board.
   *
   * @param epoch start time of this replica in ms: readers follow the highest
   */
  public HealthBoard(long epoch) {
    this.epoch = epoch;
  }

  /** The newest revision. Its number is at least 1, so that an empty board is a state too. */
  public synchronized Revision revision() {
    return new Revision(epoch, log.number() + 1);
  }

  /** Takes over what the registry says is to be probed. */
  public synchronized Plan reconcile(Map<Key, Pair> wanted, Instant now) {
    List<Key> stop = new ArrayList<>();
    Iterator<Key> known = entries.keySet().iterator();
    while (known.hasNext()) {
      Key key = known.next();
      if (!wanted.containsKey(key)) {
        known.remove();
        log.add(key);
        stop.add(key);
      }
    }
    List<Pair> start = new ArrayList<>();
    for (Pair pair : wanted.values()) {
      Entry old = entries.get(pair.key());
      boolean same = old != null && old.pair.sameInstance(pair);
      PairHealth health = same ? old.health : new PairHealth(now);
      entries.put(pair.key(), new Entry(pair, health));
      boolean forgotten = old != null && !same && old.health.state() != State.INITIAL;
      boolean off = !pair.check().enabled() && health.checkOff(now);
      if (forgotten || off) {
        log.add(pair.key());
      }
      boolean probedAlike = same && old.pair.sameProbe(pair);
      if (pair.check().enabled() && !probedAlike) {
        start.add(pair);
      } else if (!pair.check().enabled() && old != null) {
        stop.add(pair.key());
      }
    }
    return new Plan(start, stop);
  }

  /**
   * Takes in the result of a probe; one of a pair that is no longer probed so is ignored.
   *
   * @return the flip that it caused, if any
   */
  public synchronized Optional<Flip> record(Pair probed, ProbeResult result) {
    Entry entry = entries.get(probed.key());
    if (entry == null || !entry.pair.sameInstance(probed) || !entry.pair.sameProbe(probed)) {
      return Optional.empty();
    }
    PairHealth health = entry.health;
    State before = health.state();
    if (health.record(result, entry.pair.check())) {
      log.add(probed.key());
    }
    return before == health.state()
        ? Optional.empty()
        : Optional.of(
            new Flip(entry.pair, before, health.state(), health.reason(), health.detail()));
  }

  /** The state of a pair; {@code INITIAL} when it is unknown. */
  public synchronized State state(Key key) {
    Entry entry = entries.get(key);
    return entry == null ? State.INITIAL : entry.health.state();
  }

  /** Whether every pair has been probed at least once, or is not to be probed. */
  public synchronized boolean settled() {
    return entries.values().stream()
        .noneMatch(
            entry -> entry.health.state() == State.INITIAL && entry.health.results().isEmpty());
  }

  /** What changed since a revision, or everything when that is not known any more. */
  public synchronized HealthDelta since(Revision have) {
    Optional<Set<Key>> changed =
        have.epoch() == epoch ? log.since(have.number() - 1) : Optional.empty();
    Set<Key> keys = changed.orElseGet(() -> new HashSet<>(entries.keySet()));
    List<TargetHealth> states = new ArrayList<>(keys.size());
    List<Key> removed = new ArrayList<>();
    for (Key key : keys) {
      Entry entry = entries.get(key);
      if (entry == null) {
        removed.add(key);
      } else {
        states.add(published(entry));
      }
    }
    boolean full = changed.isEmpty();
    return new HealthDelta(full ? Revision.NONE : have, revision(), full, states, removed);
  }

  /** All that is known of a pair. */
  public synchronized Optional<PairView> view(Key key) {
    return Optional.ofNullable(entries.get(key)).map(HealthBoard::view);
  }

  /**
   * All that is known of the pairs that fit, in the order of their ids.
   *
   * @param after the last key of the part before, or null for the first part
   * @param most how many at most
   */
  public synchronized List<PairView> views(
      Predicate<Pair> wanted, Predicate<State> wantedState, Key after, int most) {
    return entries.values().stream()
        .filter(entry -> wanted.test(entry.pair) && wantedState.test(entry.health.state()))
        .filter(entry -> after == null || ORDER.compare(entry.pair.key(), after) > 0)
        .sorted(Comparator.comparing(entry -> entry.pair.key(), ORDER))
        .limit(most)
        .map(HealthBoard::view)
        .toList();
  }

  /** How many pairs are in each state. */
  public synchronized Map<State, Integer> counts() {
    Map<State, Integer> counts = new EnumMap<>(State.class);
    for (Entry entry : entries.values()) {
      counts.merge(entry.health.state(), 1, Integer::sum);
    }
    return counts;
  }

  private static PairView view(Entry entry) {
    return new PairView(entry.pair, published(entry), entry.health.results());
  }

  private static TargetHealth published(Entry entry) {
    Key key = entry.pair.key();
    PairHealth health = entry.health;
    return new TargetHealth(
        key.backendServiceId(),
        key.targetId(),
        health.state(),
        health.reason(),
        health.detail(),
        health.since());
  }
}
