package io.sluice.health.probe;

import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.contracts.sync.HealthDelta.Key;
import io.sluice.health.domain.Pacing;
import io.sluice.health.domain.Pair;
import io.sluice.health.domain.ProbeResult;
import io.sluice.health.domain.Schedule;
import io.sluice.health.domain.Verdict;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The probes of one event loop: one schedule and one timer for all its pairs. When as many probes
 * are under way as allowed, due ones wait their turn.
 */
final class ProbeLoop {
  private static final Logger LOG = Logger.getLogger(ProbeLoop.class);

  /** Probes due within this many ms start together: fewer wake-ups. */
  private static final long TICK_MILLIS = 5;

  private static final long NOT_ARMED = Long.MAX_VALUE;

  private final Vertx vertx;
  private final Context context;
  private final ProbeClients clients;
  private final Pacing pacing;
  private final int mostAtOnce;
  private final Function<Key, State> stateOf;
  private final BiConsumer<Pair, ProbeResult> onResult;

  private final Map<Key, Pair> pairs = new HashMap<>();
  private final Schedule<Key> schedule = new Schedule<>();
  private final Set<Key> underWay = new HashSet<>();
  private long timer;
  private long armedFor = NOT_ARMED;
  private volatile int waiting;

  /**
   * Makes a loop without pairs.
   *
   * @param context the event loop it runs on
   * @param mostAtOnce probes under way at the same time
   * @param stateOf the state of a pair, for its interval
   * @param onResult takes results, on the event loop
   */
  ProbeLoop(
      Vertx vertx,
      Context context,
      ProbeClients clients,
      Pacing pacing,
      int mostAtOnce,
      Function<Key, State> stateOf,
      BiConsumer<Pair, ProbeResult> onResult) {
    this.vertx = vertx;
    this.context = context;
    this.clients = clients;
    this.pacing = pacing;
    this.mostAtOnce = mostAtOnce;
    this.stateOf = stateOf;
    this.onResult = onResult;
  }

  /** Probes a pair from now on; one that is known gets the new parameters. */
  void start(Pair pair) {
    context.runOnContext(ignored -> {
      pairs.put(pair.key(), pair);
      if (!underWay.contains(pair.key())) {
        schedule.put(pair.key(), now() + pacing.first(pair.check()));
      }
      arm();
    });
  }

  /** Probes a pair no more. */
  void stop(Key key) {
    context.runOnContext(ignored -> {
      pairs.remove(key);
      schedule.remove(key);
    });
  }

  /** Due probes that had to wait, when it was last looked; may be called from any thread. */
  int waiting() {
    return waiting;
  }

  /** Probes nothing more. */
  void close() {
    context.runOnContext(ignored -> {
      Set.copyOf(pairs.keySet()).forEach(schedule::remove);
      pairs.clear();
      vertx.cancelTimer(timer);
    });
  }

  private void arm() {
    OptionalLong next = schedule.next();
    if (next.isEmpty() || underWay.size() >= mostAtOnce || armedFor <= next.getAsLong()) {
      return;
    }
    if (armedFor != NOT_ARMED) {
      vertx.cancelTimer(timer);
    }
    armedFor = next.getAsLong();
    timer = vertx.setTimer(Math.max(TICK_MILLIS, armedFor - now()), ignored -> onTimer());
  }

  private void onTimer() {
    armedFor = NOT_ARMED;
    for (Key key : schedule.take(now(), mostAtOnce - underWay.size())) {
      begin(pairs.get(key));
    }
    waiting = underWay.size() >= mostAtOnce ? schedule.overdue(now()) : 0;
    arm();
  }

  private void begin(Pair pair) {
    long started = now();
    underWay.add(pair.key());
    try {
      Probe.run(vertx, clients, pair, verdict -> onVerdict(pair, started, verdict));
    } catch (RuntimeException e) {
      LOG.errorf(
          e,
          "%s of backend service %s cannot be probed",
          pair.endpoint(),
          pair.backendServiceName());
      finish(pair, started);
    }
  }

  private void onVerdict(Pair pair, long started, Verdict verdict) {
    if (pairs.get(pair.key()) == pair) {
      onResult.accept(pair, new ProbeResult(Instant.now(), verdict, now() - started));
    }
    finish(pair, started);
  }

  private void finish(Pair pair, long started) {
    underWay.remove(pair.key());
    Pair current = pairs.get(pair.key());
    if (current == pair) {
      long interval = pacing.interval(pair.check(), stateOf.apply(pair.key()));
      schedule.put(pair.key(), Math.max(now(), started + interval));
    } else if (current != null) {
      schedule.put(pair.key(), now() + pacing.first(current.check()));
    }
    arm();
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
