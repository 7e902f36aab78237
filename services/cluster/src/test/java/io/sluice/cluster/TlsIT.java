package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIT {
  @TempDir Path folder;
  private final Members members = new Members();

  @AfterEach
  void close() {
    members.close();
  }

  @Test
  void onlyMembersOfTheSameAuthorityFindEachOther() throws Exception {
    ClusterOptions.Tls ours = Certificates.create(folder, "ours");
    ClusterOptions.Tls other = Certificates.create(folder, "other");
    int first = Members.freePort();
    var a = members.start(Members.options("a", first, ours, first));
    var b = members.start(Members.options("b", Members.freePort(), ours, first));
    var stranger = members.start(Members.options("stranger", Members.freePort(), other, first));
    var plain = members.start(Members.options("plain", Members.freePort(), null, first));

    Members.awaitConnected(a, b);
    a.vertx().eventBus().publish("all", "secret");
    Members.awaitConnected(a, b);
    for (var alone : new Members.Member[] {stranger, plain}) {
      assertThat(alone.size()).isEqualTo(1);
      assertThat(alone.heard()).isEmpty();
      assertThat(alone.ask("a")).contains("NO_HANDLERS");
      assertThat(a.ask(alone.name())).contains("NO_HANDLERS");
    }
  }

  @Test
  void aMissingFileEndsTheStartWithAWordThatNamesIt() {
    ClusterOptions.Tls missing =
        new ClusterOptions.Tls("/nowhere/node.crt", "/nowhere/node.key", "/nowhere/ca.crt");
    ClusterOptions options = Members.options("a", Members.freePort(), missing);
    assertThatThrownBy(() -> members.start(options)).hasStackTraceContaining("/nowhere/node");
  }
}
