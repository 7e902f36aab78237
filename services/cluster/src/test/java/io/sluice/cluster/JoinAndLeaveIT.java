package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JoinAndLeaveIT {
  private final Members members = new Members();

  @AfterEach
  void close() {
    members.close();
  }

  @Test
  void membersFindEachOtherAndMessagesCrossInAllDirections() {
    int first = Members.freePort();
    var a = members.start("a", first, first);
    var b = members.start("b", Members.freePort(), first);
    var c = members.start("c", Members.freePort(), first);
    Members.awaitConnected(a, b, c);
  }

  @Test
  void aMemberThatLeavesIsGoneAtOnceAndItsAddressHasNoServer() {
    int first = Members.freePort();
    var a = members.start("a", first, first);
    var b = Members.startOne(Members.options("b", Members.freePort(), null, first));
    Members.awaitConnected(a, b);
    b.close();
    await().atMost(Members.SOON).untilAsserted(() -> assertThat(a.size()).isEqualTo(1));
    await()
        .atMost(Members.SOON)
        .untilAsserted(() -> assertThat(a.ask("b")).contains("NO_HANDLERS"));
    assertThat(a.ask("a")).isEqualTo("a");
  }

  @Test
  void aMemberThatComesBackUnderTheSamePortIsANewMember() {
    int first = Members.freePort();
    int second = Members.freePort();
    var a = members.start("a", first, first);
    var b = Members.startOne(Members.options("b", second, null, first));
    String id = b.manager().getNodeId();
    b.close();
    var again = members.start("b", second, first);
    assertThat(again.manager().getNodeId()).isNotEqualTo(id);
    Members.awaitConnected(a, again);
  }
}
