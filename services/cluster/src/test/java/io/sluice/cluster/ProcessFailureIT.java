package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFailureIT {
  private static final Logger LOG = Logger.getLogger(ProcessFailureIT.class);

  @TempDir Path folder;
  private final Members members = new Members();
  private Members.Member here;
  private MemberProcess there;

  @BeforeEach
  void start() throws Exception {
    int first = Members.freePort();
    int second = Members.freePort();
    here = members.start("here", first, first);
    there =
        MemberProcess.start(
            folder,
            List.of(),
            "there",
            "127.0.0.1",
            second,
            "here=127.0.0.1:" + first + ",there=127.0.0.1:" + second);
    awaitBoth();
  }

  @AfterEach
  void close() {
    there.close();
    members.close();
  }

  private void awaitBoth() {
    await()
        .atMost(Members.SOON)
        .untilAsserted(() -> {
          assertThat(there.seen()).isEqualTo(new MemberProcess.Seen(2, Set.of("here", "there")));
          assertThat(here.size()).isEqualTo(2);
          assertThat(here.ask("there")).isEqualTo("there");
        });
  }

  private void awaitAlone(String what) {
    long since = System.nanoTime();
    await()
        .atMost(Members.SOON)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(here.size()).isEqualTo(1));
    LOG.infof("%s was seen after %d ms", what, (System.nanoTime() - since) / 1_000_000);
    assertThat(here.ask("there")).contains("NO_HANDLERS");
    assertThat(here.ask("here")).isEqualTo("here");
  }

  @Test
  void aKilledProcessIsGoneAndNothingIsSentToItAnyMore() throws Exception {
    there.signal("KILL");
    awaitAlone("kill -9");
  }

  @Test
  void aStoppedProcessIsGoneAndComesBackByItselfWhenItGoesOn() throws Exception {
    there.signal("STOP");
    awaitAlone("a silent process");
    there.signal("CONT");
    long since = System.nanoTime();
    awaitBoth();
    LOG.infof("back together after %d ms", (System.nanoTime() - since) / 1_000_000);
  }
}
