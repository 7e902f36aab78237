package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Members in two network namespaces with a cable between them. The partition drops what arrives at
 * either end: packets vanish silently, as behind a broken switch. Needs root, iproute2 and nft, and
 * is skipped without.
 */
class PartitionIT {
  private static final Logger LOG = Logger.getLogger(PartitionIT.class);
  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir Path folder;
  private final String id = "slu" + ProcessHandle.current().pid();
  private final List<MemberProcess> processes = new ArrayList<>();

  @BeforeEach
  void createNetwork() throws Exception {
    assumeThat(System.getProperty("os.name")).startsWith("Linux");
    assumeThat(MemberProcess.run("sh", "-c", "command -v nft && ip netns add " + id + "1"))
        .as("network namespaces can be made (needs root, iproute2 and nft)")
        .isTrue();
    ip("netns", "add", id + "2");
    ip(
        "link", "add", "eth", "netns", id + "1", "type", "veth", "peer", "name", "eth", "netns",
        id + "2");
    for (String side : List.of("1", "2")) {
      String space = id + side;
      ip("-n", space, "addr", "add", "10.77.0." + side + "/24", "dev", "eth");
      ip("-n", space, "link", "set", "eth", "up");
      ip("-n", space, "link", "set", "lo", "up");
    }
  }

  @AfterEach
  void deleteNetwork() throws Exception {
    processes.forEach(MemberProcess::close);
    for (String suffix : List.of("1", "2")) {
      MemberProcess.run("ip", "netns", "del", id + suffix);
    }
  }

  private static void ip(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    assertThat(MemberProcess.run(command.toArray(String[]::new))).as(command.toString()).isTrue();
  }

  /** Runs an nft command in both namespaces. */
  private void nft(String command) throws Exception {
    for (String side : List.of("1", "2")) {
      ip("netns", "exec", id + side, "nft", command);
    }
  }

  private MemberProcess start(String name, String side, int port) throws Exception {
    MemberProcess process =
        MemberProcess.start(
            folder,
            List.of("ip", "netns", "exec", id + side),
            name,
            "10.77.0." + side,
            port,
            "a=10.77.0.1:7800,b=10.77.0.1:7801,c=10.77.0.2:7800");
    processes.add(process);
    return process;
  }

  private static void awaitSeen(String what, MemberProcess member, String... names) {
    long since = System.nanoTime();
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(member.seen())
                .isEqualTo(new MemberProcess.Seen(names.length, Set.of(names))));
    LOG.infof("%s: after %d ms", what, (System.nanoTime() - since) / 1_000_000);
  }

  @Test
  void eachSideOfAPartitionWorksOnAndAfterItAllFindEachOtherAgain() throws Exception {
    MemberProcess a = start("a", "1", 7_800);
    MemberProcess b = start("b", "1", 7_801);
    MemberProcess c = start("c", "2", 7_800);
    for (MemberProcess member : List.of(a, b, c)) {
      awaitSeen("start", member, "a", "b", "c");
    }
    nft("add table inet cut");
    nft("add chain inet cut arriving { type filter hook input priority 0; }");
    nft("add rule inet cut arriving iifname eth drop");
    awaitSeen("partition, side of two", a, "a", "b");
    awaitSeen("partition, side of two", b, "a", "b");
    awaitSeen("partition, side of one", c, "c");
    nft("delete table inet cut");
    for (MemberProcess member : List.of(a, b, c)) {
      awaitSeen("merge", member, "a", "b", "c");
    }
  }
}
