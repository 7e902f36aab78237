package io.sluice.chassis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.GatewayBeat;
import io.sluice.contracts.GatewayBeat.ListenerState;
import io.sluice.contracts.sync.Revision;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GatewayDirectoryTest {
  private static final UUID LISTENER = UUID.randomUUID();

  private final AtomicLong clock = new AtomicLong(10_000);
  private final GatewayDirectory directory =
      new GatewayDirectory(GatewayBeat::listeners, clock::get);

  @Test
  void isAppliedWhenEveryGatewayHasIt() {
    assertThat(directory.status(revision(3)).applied()).isFalse();
    directory.accept(beat("b", 0, 1, 3));
    directory.accept(beat("a", 0, 1, 2));

    Status status = directory.status(revision(3));
    assertThat(status.applied()).isFalse();
    assertThat(status.gateways()).extracting("gatewayId").containsExactly("a", "b");
    assertThat(status.gateways()).extracting("applied").containsExactly(false, true);

    directory.accept(beat("a", 0, 2, 4));
    assertThat(directory.status(revision(3)).applied()).isTrue();
  }

  @Test
  void aBeatThatWasOvertakenIsIgnoredAndARestartIsNot() {
    directory.accept(beat("a", 0, 5, 3));
    directory.accept(beat("a", 0, 4, 2));
    assertThat(directory.alive().getFirst().listeners()).isEqualTo(revision(3));

    directory.accept(beat("a", 1, 1, 1));
    assertThat(directory.alive().getFirst().listeners()).isEqualTo(revision(1));
  }

  @Test
  void aGatewayThatIsSilentForFiveSecondsIsGone() {
    directory.accept(beat("a", 0, 1, 3));
    clock.addAndGet(5_000);
    assertThat(directory.alive()).hasSize(1);
    clock.addAndGet(1);
    assertThat(directory.alive()).isEmpty();
  }

  @Test
  void somethingIsSaidByAllOnlyWhenNoGatewayMayBeCutOff() {
    directory.accept(beat("a", 0, 1, 3));
    assertThat(directory.allSay(beat -> true)).as("others may not be heard yet").isFalse();

    clock.addAndGet(5_001);
    assertThat(directory.allSay(beat -> true)).as("it is silent").isFalse();
    directory.accept(beat("a", 0, 2, 3));
    directory.accept(beat("b", 0, 1, 4));
    assertThat(directory.allSay(beat -> true)).isTrue();
    assertThat(directory.allSay(beat -> beat.gatewayId().equals("a"))).isFalse();

    clock.addAndGet(5_001);
    directory.accept(beat("a", 0, 3, 3));
    assertThat(directory.allSay(beat -> true)).as("one is silent").isFalse();

    clock.addAndGet(3_600_000);
    directory.accept(beat("a", 0, 4, 3));
    assertThat(directory.allSay(beat -> true)).as("one is forgotten").isTrue();
  }

  @Test
  void aGatewayThatSaidThatItEndsIsNotWaitedFor() {
    directory.accept(beat("a", 0, 1, 3));
    directory.accept(draining("b"));
    clock.addAndGet(5_001);
    directory.accept(beat("a", 0, 2, 3));

    assertThat(directory.allSay(beat -> beat.gatewayId().equals("a"))).isTrue();
  }

  @Test
  void aListenersStatusTellsWhetherItIsBoundAndWhyNot() {
    directory.accept(beat("a", 0, 1, 3));

    GatewayStatus state = directory.status(revision(3), LISTENER).gateways().getFirst();

    assertThat(state.bound()).isFalse();
    assertThat(state.error()).isEqualTo("address in use");
    assertThat(directory.status(revision(3)).gateways().getFirst().bound()).isNull();
  }

  private static Revision revision(long number) {
    return new Revision(1, number);
  }

  private static GatewayBeat draining(String id) {
    return beat(id, 0, 1, 3, true);
  }

  private static GatewayBeat beat(String id, long startedAt, long sequence, long number) {
    return beat(id, startedAt, sequence, number, false);
  }

  private static GatewayBeat beat(
      String id, long startedAt, long sequence, long number, boolean draining) {
    return new GatewayBeat(
        id,
        "z",
        Instant.ofEpochSecond(startedAt),
        sequence,
        draining,
        revision(number),
        Revision.NONE,
        Revision.NONE,
        null,
        List.of(new ListenerState(LISTENER, false, "address in use", 0)),
        List.of(),
        List.of(),
        List.of());
  }
}
