package io.sluice.health.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.contracts.sync.HealthDelta.Key;
import io.sluice.health.BadServer;
import io.sluice.health.Samples;
import io.sluice.health.domain.HealthBoard;
import io.sluice.health.domain.Pair;
import io.sluice.health.domain.PairView;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Probes over time: flips, intervals, removal, many pairs. */
class ProberIT {
  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BUSY =
      "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final HealthBoard board = new HealthBoard(1);
  private final LongAdder results = new LongAdder();
  private final AtomicBoolean well = new AtomicBoolean(true);
  private final AtomicInteger connections = new AtomicInteger();
  private Vertx vertx;
  private Prober prober;
  private BadServer server;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    prober = new Prober(vertx, board, 2, 500, result -> results.increment());
    server =
        new BadServer(connection -> {
          connections.incrementAndGet();
          BadServer.readHead(connection);
          connection.getOutputStream().write(well.get() ? OK : BUSY);
        });
  }

  @AfterEach
  void stop() throws Exception {
    prober.close();
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void aNewTargetIsHealthyWithinAboutASecond() {
    Pair pair = Samples.pair(server.port(), Samples.paced(Samples.http(), 300, null, 3, 3));

    prober.probe(Map.of(pair.key(), pair));

    await().atMost(Duration.ofSeconds(3)).until(() -> board.state(pair.key()) == State.HEALTHY);
  }

  @Test
  void aTargetFlipsThereAndBackWithTheReason() {
    Pair pair = Samples.pair(server.port(), Samples.paced(Samples.http(), 1, null, 2, 2));
    prober.probe(Map.of(pair.key(), pair));
    await().until(() -> board.state(pair.key()) == State.HEALTHY);

    well.set(false);
    await().until(() -> board.state(pair.key()) == State.UNHEALTHY);
    PairView view = board.view(pair.key()).orElseThrow();
    assertThat(view.health().reason()).isEqualTo(Reason.HTTP_CODE_MISMATCH);
    assertThat(view.lastResults()).hasSizeGreaterThanOrEqualTo(2);

    well.set(true);
    await().until(() -> board.state(pair.key()) == State.HEALTHY);
  }

  @Test
  void anUnhealthyTargetIsProbedAtItsOwnInterval() {
    HealthCheck slowWhenIll = Samples.paced(Samples.http(), 1, 300, 1, 1);
    Pair pair = Samples.pair(server.port(), slowWhenIll);
    well.set(false);

    prober.probe(Map.of(pair.key(), pair));
    await().until(() -> board.state(pair.key()) == State.UNHEALTHY);
    int seen = connections.get();

    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(4))
        .until(() -> connections.get() == seen);
  }

  @Test
  void aRemovedTargetIsProbedNoMore() {
    Pair pair = Samples.pair(server.port(), Samples.http());
    prober.probe(Map.of(pair.key(), pair));
    await().until(() -> board.state(pair.key()) == State.HEALTHY);

    prober.probe(Map.of());

    assertThat(board.view(pair.key())).isEmpty();
    int seen = connections.get();
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(3))
        .until(() -> connections.get() <= seen + 1);
  }

  @Test
  void aChangedCheckIsUsedWithinASecond() {
    Pair pair = Samples.pair(server.port(), Samples.paced(Samples.http(), 300, null, 1, 1));
    prober.probe(Map.of(pair.key(), pair));
    await().until(() -> board.state(pair.key()) == State.HEALTHY);

    Pair changed = Samples.with(pair, Samples.paced(withCodes("204"), 300, null, 1, 1));
    prober.probe(Map.of(changed.key(), changed));

    await().atMost(Duration.ofSeconds(3)).until(() -> board.state(pair.key()) == State.UNHEALTHY);
  }

  @Test
  void twoThousandPairsAreAllProbedAgainAndAgain() {
    Map<Key, Pair> pairs = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      Pair pair = Samples.pair(server.port(), Samples.paced(Samples.tcp(), 5, null, 1, 3));
      pairs.put(pair.key(), pair);
    }

    prober.probe(pairs);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> board.counts().getOrDefault(State.HEALTHY, 0) == 2_000);
    long before = results.sum();
    await().atMost(Duration.ofSeconds(30)).until(() -> results.sum() >= before + 4_000);
    assertThat(board.counts()).containsOnly(Map.entry(State.HEALTHY, 2_000));
  }

  private static HealthCheck withCodes(String codes) {
    return Samples.http("GET", "/", codes, null);
  }
}
