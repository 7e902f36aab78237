package io.sluice.health.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.chassis.bus.Bus;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.sync.Changed;
import io.sluice.contracts.sync.HealthDelta.Key;
import io.sluice.contracts.sync.Revision;
import io.sluice.health.Samples;
import io.sluice.health.domain.HealthBoard;
import io.sluice.health.domain.Pair;
import io.sluice.health.domain.ProbeResult;
import io.sluice.health.domain.Verdict;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private static final long EPOCH = 1_000;

  private final HealthBoard board = new HealthBoard(EPOCH);
  private final Pair pair = Samples.pair(80, Samples.http());
  private final AtomicLong clock = new AtomicLong();
  private final RecordingBus bus = new RecordingBus();
  private Vertx vertx;
  private Announcer announcer;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    announcer = new Announcer(vertx, bus, board, clock::get);
  }

  @AfterEach
  void stop() throws Exception {
    announcer.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void saysNothingBeforeTheFirstRoundOfProbes() {
    board.reconcile(Map.<Key, Pair>of(pair.key(), pair), Instant.EPOCH);
    announcer.onRegistryKnown();
    announcer.onBoardTouched();
    assertSilent();

    pass();

    await().until(() -> bus.published.contains(new Changed(board.revision())));
    assertThat(bus.servers).hasValue(1);
  }

  @Test
  void speaksAfterTenSecondsEvenWhenSomethingWasNeverProbed() {
    board.reconcile(Map.<Key, Pair>of(pair.key(), pair), Instant.EPOCH);
    announcer.onRegistryKnown();
    clock.addAndGet(Announcer.FIRST_ROUND_MILLIS + 1);

    await().until(() -> !bus.published.isEmpty());
  }

  @Test
  void repeatsItsRevision() {
    announcer.onRegistryKnown();

    await().until(() -> bus.published.size() >= 2);
    assertThat(bus.published).containsOnly(new Changed(new Revision(EPOCH, 1)));
  }

  @Test
  void standsByWhileAYoungerReplicaSpeaksAndTakesOverWhenItFallsSilent() {
    announcer.onRegistryKnown();
    await().until(() -> bus.servers.get() == 1);

    bus.hears(new Changed(new Revision(EPOCH + 1, 1)));
    assertThat(bus.servers).hasValue(0);
    bus.published.clear();
    assertSilent();

    clock.addAndGet(Announcer.SPEAKER_SILENT_MILLIS + 1);
    await().until(() -> bus.servers.get() == 1);
  }

  @Test
  void takesNoNoticeOfAnElderReplica() {
    announcer.onRegistryKnown();
    await().until(() -> bus.servers.get() == 1);

    bus.hears(new Changed(new Revision(EPOCH - 1, 99)));

    assertThat(bus.servers).hasValue(1);
  }

  private void pass() {
    board.record(pair, new ProbeResult(Instant.EPOCH, Verdict.passed("ok"), 1));
    announcer.onBoardTouched();
  }

  /** Longer than the repetition. */
  private void assertSilent() {
    await()
        .during(1_200, TimeUnit.MILLISECONDS)
        .atMost(2, TimeUnit.SECONDS)
        .until(() -> bus.published.isEmpty());
  }

  private static final class RecordingBus implements Bus {
    final List<Object> published = new CopyOnWriteArrayList<>();
    final AtomicInteger servers = new AtomicInteger();
    private Consumer<Changed> consumer;

    void hears(Changed changed) {
      consumer.accept(changed);
    }

    @Override
    public void publish(String address, Object message) {
      assertThat(address).isEqualTo(Addresses.HEALTH_CHANGED);
      published.add(message);
    }

    @Override
    public void send(String address, Object message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <A> Uni<A> request(String address, Object message, Class<A> answerType) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <M> Registration consume(String address, Class<M> type, Consumer<M> handler) {
      consumer = message -> handler.accept(type.cast(message));
      return () -> {};
    }

    @Override
    public <M, A> Registration serve(String address, Class<M> type, Function<M, Uni<A>> handler) {
      servers.incrementAndGet();
      return servers::decrementAndGet;
    }

    @Override
    public int members() {
      return 1;
    }
  }
}
