package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private static final NodeInfo NODE = new NodeInfo("127.0.0.1", 7801, null);

  private final Subscriptions mine = new Subscriptions();
  private final Subscriptions theirs = new Subscriptions();

  private static RegistrationInfo of(String node, long sequence) {
    return new RegistrationInfo(node, sequence, false);
  }

  @Test
  void changesOfAnotherMemberAreFollowedAfterItsFullState() {
    mine.memberJoined("b");
    theirs.setNode(NODE);
    theirs.add("x", of("b", 1));
    mine.received("b", theirs.full());
    mine.received("b", theirs.add("y", of("b", 2)));
    mine.received("b", theirs.remove("x", of("b", 1)));
    assertThat(mine.of("y")).containsExactly(of("b", 2));
    assertThat(mine.of("x")).isEmpty();
    assertThat(mine.node("b")).isEqualTo(NODE);
    assertThat(mine.behind()).isEmpty();
  }

  @Test
  void aLostChangeIsNoticedByTheNextAndTheFullStateIsAskedFor() {
    mine.memberJoined("b");
    mine.received("b", theirs.full());
    theirs.add("lost", of("b", 1));
    assertThat(mine.received("b", theirs.add("y", of("b", 2))).ask()).isTrue();
    assertThat(mine.of("y")).isEmpty();
    assertThat(mine.received("b", theirs.full()).ask()).isFalse();
    assertThat(mine.of("lost")).containsExactly(of("b", 1));
    assertThat(mine.of("y")).containsExactly(of("b", 2));
  }

  @Test
  void aLostLastChangeIsNoticedByTheRepeatedNumber() {
    mine.memberJoined("b");
    mine.received("b", theirs.full());
    theirs.add("lost", of("b", 1));
    assertThat(mine.received("b", theirs.version()).ask()).isTrue();
    assertThat(mine.behind()).containsExactly("b");
  }

  @Test
  void aChangeThatOvertookAnOlderFullStateIsNotForgotten() {
    mine.memberJoined("b");
    StateMessage.Full old = theirs.full();
    mine.received("b", theirs.add("x", of("b", 1)));
    assertThat(mine.received("b", old).ask()).isTrue();
    mine.received("b", theirs.full());
    assertThat(mine.of("x")).containsExactly(of("b", 1));
  }

  @Test
  void anOlderFullStateIsIgnored() {
    mine.memberJoined("b");
    StateMessage.Full old = theirs.full();
    theirs.add("x", of("b", 1));
    mine.received("b", theirs.full());
    mine.received("b", old);
    assertThat(mine.of("x")).containsExactly(of("b", 1));
  }

  @Test
  void aRepeatedChangeDoesNothing() {
    mine.memberJoined("b");
    mine.received("b", theirs.full());
    StateMessage added = theirs.add("x", of("b", 1));
    mine.received("b", added);
    assertThat(mine.received("b", added).ask()).isFalse();
    assertThat(mine.of("x")).hasSize(1);
  }

  @Test
  void whoIsNoMemberIsIgnored() {
    assertThat(mine.received("stranger", theirs.full()).changed()).isEmpty();
    mine.received("stranger", theirs.add("x", of("stranger", 1)));
    assertThat(mine.of("x")).isEmpty();
  }

  @Test
  void theSubscriptionsOfAMemberThatLeftAreGone() {
    mine.memberJoined("b");
    theirs.add("x", of("b", 1));
    mine.received("b", theirs.full());
    mine.add("x", of("a", 1));
    assertThat(mine.memberLeft("b")).containsExactly("x");
    assertThat(mine.of("x")).containsExactly(of("a", 1));
    assertThat(mine.node("b")).isNull();
    assertThat(mine.memberLeft("b")).isEmpty();
  }

  @Test
  void localSubscriptionsAreFoundHereAndNotToldToOthers() {
    RegistrationInfo local = new RegistrationInfo("a", 1, true);
    assertThat(mine.add("x", local)).isNull();
    assertThat(mine.of("x")).containsExactly(local);
    assertThat(mine.full().subscriptions()).isEmpty();
    assertThat(mine.remove("x", local)).isNull();
    assertThat(mine.of("x")).isEmpty();
  }

  @Test
  void addressesWithChangedSubscribersAreNamed() {
    mine.memberJoined("b");
    theirs.add("x", of("b", 1));
    assertThat(mine.received("b", theirs.full()).changed()).containsExactly("x");
    theirs.remove("x", of("b", 1));
    theirs.add("y", of("b", 2));
    assertThat(mine.received("b", theirs.full()).changed()).containsExactlyInAnyOrder("x", "y");
  }

  @Test
  void removingWhatWasNeverAddedTellsNobody() {
    assertThat(mine.remove("x", of("a", 1))).isNull();
    assertThat(mine.full().subscriptions()).isEqualTo(List.of());
    assertThat(mine.version().version()).isZero();
  }
}
