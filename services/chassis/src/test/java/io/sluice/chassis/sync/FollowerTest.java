package io.sluice.chassis.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.bus.FakeBus;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.model.RuleGroup;
import io.sluice.contracts.sync.Changed;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.contracts.sync.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FollowerTest {
  private final FakeBus bus = new FakeBus();
  private final List<Revision> seen = new ArrayList<>();
  private long now = -1_000_000;

  private Follower<ListenersState, ListenersDelta> follow(
      ListenersState initial,
      BiFunction<ListenersState, ListenersDelta, ListenersState> apply,
      Consumer<ListenersState> onChange) {
    return new Follower<>(
        bus,
        Addresses.LISTENERS_CHANGED,
        Addresses.LISTENERS_SYNC,
        ListenersDelta.class,
        initial,
        ListenersState::revision,
        apply,
        onChange,
        () -> now);
  }

  private Follower<ListenersState, ListenersDelta> follow() {
    return follow(ListenersState.EMPTY, ListenersState::apply, state -> seen.add(state.revision()));
  }

  private static List<String> groups(Follower<ListenersState, ListenersDelta> follower) {
    return follower.state().ruleGroups().values().stream().map(RuleGroup::name).sorted().toList();
  }

  @Test
  void anOwnerThatIsUpIsFollowedFromTheStart() {
    new Owner(bus, 1).write("a").write("b");
    assertThat(groups(follow())).containsExactly("a", "b");
    assertThat(seen).containsExactly(new Revision(1, 2));
  }

  @Test
  void anOwnerThatComesLaterIsFollowedFromItsFirstAnnouncement() {
    var follower = follow();
    new Owner(bus, 1).write("a").announce();
    assertThat(groups(follower)).containsExactly("a");
  }

  @Test
  void aLostAnnouncementIsMadeGoodByTheNext() {
    Owner owner = new Owner(bus, 1).write("a");
    var follower = follow();
    bus.loseNext(Addresses.LISTENERS_CHANGED, 1);
    owner.write("b").announce();
    assertThat(groups(follower)).containsExactly("a");
    owner.announce();
    assertThat(groups(follower)).containsExactly("a", "b");
  }

  @Test
  void aLostRequestIsMadeGoodByTheNextAnnouncement() {
    Owner owner = new Owner(bus, 1).write("a");
    bus.loseNext(Addresses.LISTENERS_SYNC, 1);
    var follower = follow();
    assertThat(groups(follower)).isEmpty();
    owner.announce();
    assertThat(groups(follower)).containsExactly("a");
  }

  @Test
  void aLostAnswerIsMadeGoodByTheNextAnnouncement() {
    Owner owner = new Owner(bus, 1);
    var follower = follow();
    bus.loseNextAnswers(Addresses.LISTENERS_SYNC, 2);
    owner.write("a").announce();
    owner.announce();
    assertThat(groups(follower)).isEmpty();
    owner.announce();
    assertThat(groups(follower)).containsExactly("a");
  }

  @Test
  void anAnnouncementThatIsOlderThanWhatIsKnownChangesNothing() {
    Owner owner = new Owner(bus, 1).write("a").write("b");
    follow();
    bus.publish(Addresses.LISTENERS_CHANGED, new Changed(new Revision(1, 1)));
    owner.announce();
    assertThat(seen).containsExactly(new Revision(1, 2));
  }

  @Test
  void whatIsWrittenWhileAnAnswerIsUnderWayIsAskedForAfterIt() {
    Owner owner = new Owner(bus, 1).write("a");
    bus.holdAnswers(Addresses.LISTENERS_SYNC);
    var follower = follow();
    owner.write("b").announce();
    owner.write("c").announce();
    assertThat(bus.heldAnswers(Addresses.LISTENERS_SYNC)).isEqualTo(1);
    bus.releaseAnswers(Addresses.LISTENERS_SYNC);
    assertThat(groups(follower)).containsExactly("a", "b", "c");
    assertThat(seen).containsExactly(new Revision(1, 1), new Revision(1, 3));
  }

  @Test
  void anOwnerRestoredFromABackupIsFollowedWhenItRaisesItsEpoch() {
    Owner owner = new Owner(bus, 1).write("a").write("b").write("c");
    var follower = follow();
    owner.restoreFromBackup(2, 1);
    owner.announce();
    assertThat(groups(follower)).containsExactly("a");
    assertThat(follower.state().revision()).isEqualTo(new Revision(2, 1));
  }

  @Test
  void aReplicaWithALowerEpochTakesOverOnceTheOtherIsSilent() {
    Owner younger = new Owner(bus, 20).write("young");
    var follower = follow();
    younger.announce();
    younger.close();
    Owner older = new Owner(bus, 10).write("old");

    now += Follower.OWNER_SILENT_MILLIS;
    older.announce();
    assertThat(groups(follower)).containsExactly("young");
    now += 1;
    older.announce();
    assertThat(groups(follower)).containsExactly("old");
  }

  @Test
  void aTakeoverWhoseAnswerIsLostSucceedsAtTheNextAnnouncement() {
    Owner younger = new Owner(bus, 20).write("young");
    var follower = follow();
    younger.close();
    Owner older = new Owner(bus, 10).write("old");
    now += Follower.OWNER_SILENT_MILLIS + 1;
    bus.loseNextAnswers(Addresses.LISTENERS_SYNC, 1);
    older.announce();
    assertThat(groups(follower)).containsExactly("young");
    now += 1_000;
    older.announce();
    assertThat(groups(follower)).containsExactly("old");
  }

  @Test
  void aReplicaWithALowerEpochIsNotFollowedWhileTheOtherLives() {
    Owner younger = new Owner(bus, 20).write("young");
    Owner older = new Owner(bus, 10).write("old");
    var follower = follow();
    for (int second = 0; second < 20; second++) {
      now += 1_000;
      younger.announce();
      older.announce();
    }
    assertThat(groups(follower)).containsExactly("young");
  }

  @Test
  void aCopyFromBeforeARestartIsKeptUntilItsOwnerWasSilent() {
    ListenersState copy =
        new ListenersState(
            new Revision(20, 5),
            ListenersState.EMPTY.loadBalancers(),
            ListenersState.EMPTY.listeners(),
            ListenersState.EMPTY.ruleGroups(),
            ListenersState.EMPTY.rules(),
            ListenersState.EMPTY.certificates(),
            ListenersState.EMPTY.tlsPolicies());
    Owner older = new Owner(bus, 10).write("old");
    var follower = follow(copy, ListenersState::apply, state -> seen.add(state.revision()));
    older.announce();
    assertThat(follower.state().revision()).isEqualTo(copy.revision());
    now += Follower.OWNER_SILENT_MILLIS + 1;
    older.announce();
    assertThat(groups(follower)).containsExactly("old");
  }

  @Test
  void aStateThatWasNotTakenIsHandedOverAgainUntilItIs() {
    Owner owner = new Owner(bus, 1).write("a");
    List<Revision> attempts = new ArrayList<>();
    follow(
        ListenersState.EMPTY,
        ListenersState::apply,
        state -> {
          attempts.add(state.revision());
          if (attempts.size() < 3) {
            throw new IllegalStateException("not now");
          }
        });
    owner.announce();
    owner.announce();
    owner.announce();
    assertThat(attempts)
        .containsExactly(new Revision(1, 1), new Revision(1, 1), new Revision(1, 1));
  }

  @Test
  void aDeltaThatCannotBeAppliedIsReplacedByASnapshotAtTheNextAnnouncement() {
    Owner owner = new Owner(bus, 1).write("a");
    List<Boolean> full = new ArrayList<>();
    var follower =
        follow(
            ListenersState.EMPTY,
            (state, delta) -> {
              full.add(delta.full());
              if (!delta.full()) {
                throw new IllegalStateException("cannot");
              }
              return state.apply(delta);
            },
            state -> seen.add(state.revision()));
    owner.write("b").announce();
    assertThat(groups(follower)).containsExactly("a");
    owner.announce();
    assertThat(groups(follower)).containsExactly("a", "b");
    assertThat(full).containsExactly(true, false, true);
  }

  @Test
  void afterClosingNothingIsAskedOrHandedOver() {
    Owner owner = new Owner(bus, 1);
    var follower = follow();
    bus.holdAnswers(Addresses.LISTENERS_SYNC);
    owner.write("a").announce();
    follower.close();
    bus.releaseAnswers(Addresses.LISTENERS_SYNC);
    owner.write("b").announce();
    assertThat(seen).containsExactly(new Revision(1, 0));
  }
}
