package io.sluice.health.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.TargetHealth;
import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.contracts.sync.HealthDelta;
import io.sluice.contracts.sync.HealthDelta.Key;
import io.sluice.contracts.sync.Revision;
import io.sluice.health.Samples;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthBoardTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final long EPOCH = 1_000;

  private final HealthBoard board = new HealthBoard(EPOCH);
  private final Pair pair = Samples.pair(80, Samples.http());

  @Test
  void startsToProbeWhatIsNewAndStopsWhatIsGone() {
    assertThat(reconcile(pair).start()).containsExactly(pair);
    assertThat(reconcile(pair)).isEqualTo(new HealthBoard.Plan(List.of(), List.of()));
    assertThat(reconcile().stop()).containsExactly(pair.key());
  }

  @Test
  void aChangedCheckRestartsTheProbesAndKeepsTheState() {
    reconcile(pair);
    pass(pair);
    Pair changed = Samples.with(pair, Samples.paced(Samples.http(), 30, null, 2, 2));

    assertThat(reconcile(changed).start()).containsExactly(changed);
    assertThat(board.state(pair.key())).isEqualTo(State.HEALTHY);
  }

  @Test
  void anotherAddressStartsAsNew() {
    reconcile(pair);
    pass(pair);
    Pair moved =
        new Pair(
            pair.key(),
            pair.groupId(),
            "web",
            "127.0.0.2",
            pair.trafficPort(),
            pair.check(),
            pair.tls());
    Revision before = board.revision();

    reconcile(moved);

    assertThat(board.state(pair.key())).isEqualTo(State.INITIAL);
    assertThat(board.since(before).states())
        .extracting(TargetHealth::state)
        .containsExactly(State.INITIAL);
  }

  @Test
  void aResultOfAnOlderCheckIsIgnored() {
    reconcile(pair);
    reconcile(Samples.with(pair, Samples.http("GET", "/other", "200", null)));

    pass(pair);

    assertThat(board.state(pair.key())).isEqualTo(State.INITIAL);
  }

  @Test
  void aCheckThatIsOffMakesTheTargetHealthyWithoutAProbe() {
    Pair off = Samples.with(pair, Samples.off(pair.check()));

    assertThat(reconcile(off).start()).isEmpty();
    assertThat(board.state(pair.key())).isEqualTo(State.HEALTHY);
    assertThat(reconcile(pair).start()).containsExactly(pair);
    assertThat(reconcile(off).stop()).containsExactly(pair.key());
  }

  @Test
  void tellsAReaderWhatChangedSinceItsRevision() {
    Pair other = Samples.pair(81, Samples.http());
    reconcile(pair, other);
    pass(pair);
    Revision have = board.revision();

    pass(other);
    HealthDelta delta = board.since(have);

    assertThat(delta.full()).isFalse();
    assertThat(delta.from()).isEqualTo(have);
    assertThat(delta.to()).isEqualTo(board.revision());
    assertThat(delta.states())
        .extracting(TargetHealth::targetId)
        .containsExactly(other.key().targetId());
  }

  @Test
  void tellsWhatWasRemoved() {
    reconcile(pair);
    pass(pair);
    Revision have = board.revision();

    reconcile();

    assertThat(board.since(have).removed()).containsExactly(pair.key());
  }

  @Test
  void aReaderOfAnotherEpochOrAheadGetsEverything() {
    reconcile(pair);
    pass(pair);

    assertThat(board.since(Revision.NONE).full()).isTrue();
    assertThat(board.since(new Revision(EPOCH - 1, 2)).full()).isTrue();
    assertThat(board.since(new Revision(EPOCH, 99)).full()).isTrue();
    assertThat(board.since(Revision.NONE).states()).hasSize(1);
  }

  @Test
  void aReaderTooFarBehindGetsEverything() {
    reconcile(pair);
    pass(pair);
    Revision have = board.revision();
    for (int i = 0; i < HealthBoard.CHANGES_KEPT; i++) {
      fail(pair, i % 2 == 0 ? Reason.CONNECT_FAILED : Reason.CONNECT_TIMEOUT);
    }
    fail(pair, Reason.CONNECT_INTERRUPT);
    fail(pair, Reason.REQUEST_FAILED);
    fail(pair, Reason.CONNECT_INTERRUPT);

    assertThat(board.since(have).full()).isTrue();
  }

  @Test
  void aFlipIsToldOnce() {
    reconcile(pair);

    assertThat(pass(pair)).isPresent();
    assertThat(pass(pair)).isEmpty();
  }

  @Test
  void isSettledOnceEachPairWasProbed() {
    assertThat(board.settled()).isTrue();
    reconcile(pair);
    assertThat(board.settled()).isFalse();
    fail(pair, Reason.CONNECT_FAILED);
    assertThat(board.settled()).isTrue();
  }

  private HealthBoard.Plan reconcile(Pair... pairs) {
    Map<Key, Pair> wanted = new HashMap<>();
    for (Pair each : pairs) {
      wanted.put(each.key(), each);
    }
    return board.reconcile(wanted, NOW);
  }

  private Optional<Flip> pass(Pair probed) {
    return board.record(probed, new ProbeResult(NOW, Verdict.passed("ok"), 1));
  }

  private void fail(Pair probed, Reason reason) {
    board.record(probed, new ProbeResult(NOW, Verdict.failed(reason, "why"), 1));
  }
}
