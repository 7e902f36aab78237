package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.TCP;
import org.jgroups.stack.ProtocolStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A partition made inside the protocol stack, so that it runs without rights on the network. */
class MergeIT {
  private final Members members = new Members();

  @AfterEach
  void close() {
    members.close();
  }

  private static DISCARD cut(Members.Member member, Members.Member from) throws Exception {
    DISCARD discard = new DISCARD();
    discard.addIgnoreMember(from.manager().channel().getAddress());
    member
        .manager()
        .channel()
        .getProtocolStack()
        .insertProtocol(discard, ProtocolStack.Position.ABOVE, TCP.class);
    return discard;
  }

  @Test
  void membersThatLostEachOtherWorkOnAndFindEachOtherAgain() throws Exception {
    int first = Members.freePort();
    var a = members.start("a", first, first);
    var b = members.start("b", Members.freePort(), first);
    Members.awaitConnected(a, b);

    DISCARD atA = cut(a, b);
    DISCARD atB = cut(b, a);
    await()
        .atMost(Members.SOON)
        .untilAsserted(() -> {
          assertThat(a.size()).isEqualTo(1);
          assertThat(b.size()).isEqualTo(1);
        });
    assertThat(a.ask("a")).isEqualTo("a");
    assertThat(b.ask("b")).isEqualTo("b");
    assertThat(a.ask("b")).contains("NO_HANDLERS");

    // Subscribed while apart: the other side must learn of it at the merge.
    b.vertx().eventBus().<String>consumer("late", m -> m.reply("late"));
    atA.removeIgnoredMember(b.manager().channel().getAddress());
    atB.removeIgnoredMember(a.manager().channel().getAddress());
    Members.awaitConnected(a, b);
    await().atMost(Members.SOON).untilAsserted(() -> assertThat(a.ask("late")).isEqualTo("late"));
  }
}
