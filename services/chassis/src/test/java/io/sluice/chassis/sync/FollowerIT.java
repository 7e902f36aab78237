package io.sluice.chassis.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.chassis.bus.TwoMembers;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.sync.ListenersDelta;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An owner on one member, its follower on another, over real sockets. */
class FollowerIT {
  @Test
  void aFollowerOnAnotherMemberCatchesUpFromWhatItHas() {
    try (TwoMembers members = new TwoMembers();
        Owner owner = new Owner(members.first(), 1);
        Follower<ListenersState, ListenersDelta> follower =
            new Follower<>(
                members.second(),
                Addresses.LISTENERS_CHANGED,
                Addresses.LISTENERS_SYNC,
                ListenersDelta.class,
                ListenersState.EMPTY,
                ListenersState::revision,
                ListenersState::apply,
                state -> {},
                () -> System.nanoTime() / 1_000_000)) {
      for (int i = 1; i <= 1_000; i++) {
        owner.write("group-" + i);
      }
      awaitSame(owner, follower);
      owner.write("one-more");
      awaitSame(owner, follower);
      assertThat(follower.state().ruleGroups()).hasSize(1_001);
      owner.restoreFromBackup(2, 500);
      awaitSame(owner, follower);
      assertThat(follower.state().ruleGroups()).hasSize(500);
    }
  }

  private static void awaitSame(Owner owner, Follower<ListenersState, ListenersDelta> follower) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          owner.announce();
          assertThat(follower.state().revision()).isEqualTo(owner.revision());
        });
  }
}
