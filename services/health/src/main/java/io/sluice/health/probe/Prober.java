package io.sluice.health.probe;

import io.sluice.contracts.sync.HealthDelta.Key;
import io.sluice.health.domain.Flip;
import io.sluice.health.domain.HealthBoard;
import io.sluice.health.domain.Pacing;
import io.sluice.health.domain.Pair;
import io.sluice.health.domain.ProbeResult;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Probes all pairs, spread over event loops, and brings the results to the board. */
public final class Prober implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Prober.class);

  private final HealthBoard board;
  private final ProbeClients clients;
  private final List<ProbeLoop> loops = new ArrayList<>();
  private final Consumer<ProbeResult> onResult;

  /**
   * Makes a prober without pairs.
   *
   * @param vertx whose event loops are used
   * @param board takes the results
   * @param eventLoops 1 or more
   * @param mostAtOnce probes under way at the same time, over all event loops
   * @param onResult hears each result after the board has it, on an event loop
   */
  public Prober(
      Vertx vertx,
      HealthBoard board,
      int eventLoops,
      int mostAtOnce,
      Consumer<ProbeResult> onResult) {
    this.board = board;
    this.onResult = onResult;
    this.clients = new ProbeClients(vertx);
    Pacing pacing = new Pacing(() -> ThreadLocalRandom.current().nextDouble());
    for (int i = 0; i < eventLoops; i++) {
      loops.add(
          new ProbeLoop(
              vertx,
              ((VertxInternal) vertx).createEventLoopContext(),
              clients,
              pacing,
              Math.max(1, mostAtOnce / eventLoops),
              board::state,
              this::onResult));
    }
  }

  /** Probes these pairs and no others from now on. */
  public void probe(Map<Key, Pair> pairs) {
    HealthBoard.Plan plan = board.reconcile(pairs, Instant.now());
    plan.stop().forEach(key -> loop(key).stop(key));
    plan.start().forEach(pair -> loop(pair.key()).start(pair));
    clients.retainTls(
        pairs.values().stream()
            .map(Pair::tls)
            .filter(Objects::nonNull)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Probes that are due and wait for others to end. */
  public int waiting() {
    return loops.stream().mapToInt(ProbeLoop::waiting).sum();
  }

  @Override
  public void close() {
    loops.forEach(ProbeLoop::close);
    clients.close();
  }

  private ProbeLoop loop(Key key) {
    return loops.get(Math.floorMod(key.hashCode(), loops.size()));
  }

  private void onResult(Pair pair, ProbeResult result) {
    board.record(pair, result).ifPresent(Prober::log);
    onResult.accept(result);
  }

  private static void log(Flip flip) {
    LOG.infof(
        "target %s of backend service %s: %s -> %s%s",
        flip.pair().endpoint(),
        flip.pair().backendServiceName(),
        flip.from().name().toLowerCase(Locale.ROOT),
        flip.to().name().toLowerCase(Locale.ROOT),
        flip.reason() == null ? "" : " (" + flip.reason() + ": " + flip.detail() + ")");
  }
}
