package io.sluice.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Medians, CPU time, allocation and the table that is made of them. */
class BenchNumbersTest {
  private static final Workload SMALL = Workload.ALL.getFirst();
  private static final Workload LARGE =
      Workload.ALL.stream()
          .filter(workload -> workload.name().equals("http-10m"))
          .findFirst()
          .get();

  @Test
  void theMedianIsTheMiddleOfTheRounds() {
    assertThat(Medians.of(9, 1, 5)).isEqualTo(5);
    assertThat(Medians.of(4, 1, 2, 9)).isEqualTo(3);
  }

  @Test
  void cpuTimeIsThatOfUserAndKernelWhateverTheProgramIsCalled() {
    String stat = "17 (a) b (c) S 1 17 17 0 -1 4194560 9 9 9 9 150 50 7 7 20 0 1 0 100 4096 1";
    assertThat(Usage.cpuMicros(stat)).isEqualTo(2_000_000);
  }

  @Test
  void cpuTimeOfTheMachineLeavesOutIdlenessAndWaitingForDisks() {
    assertThat(Others.machineMicros("cpu  100 10 50 9999 777 1 2 0 0 0\ncpu0 1 1 1 1 1 1 1 0 0 0"))
        .isEqualTo(1_630_000);
  }

  @Test
  void workOfOtherProcessesIsNoticed() throws Exception {
    Process busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      Others others = new Others(List.of());
      assertThat(others.watch(BenchNumbersTest::halfASecondOfWork).share())
          .isGreaterThan(Others.TOLERABLE);
    } finally {
      busy.destroyForcibly().waitFor();
    }
  }

  @Test
  void aRunningProcessHasUsedCpuTimeAndMemory() {
    List<Long> self = List.of(ProcessHandle.current().pid());
    assertThat(Usage.cpuMicros(self)).isPositive();
    assertThat(Usage.rssKiB(self)).isGreaterThan(10_000);
  }

  @Test
  void rowsCompareSluiceWithEachOther() {
    List<String> rows =
        BenchTable.rows(
            SMALL,
            List.of(
                result(Subject.DIRECT, 0),
                result(Subject.HAPROXY, 20),
                result(Subject.SLUICE, 25)));
    assertThat(rows.get(0)).contains("no gateway | 10,000 |  |  |");
    assertThat(rows.get(1))
        .contains("20.0 µs a request | 1.25 |")
        .contains("| 0.10 | 0.20 | 0.30 |");
    assertThat(rows.get(2)).contains("25.0 µs a request | 1.00 |");
  }

  @Test
  void cpuTimeOfLargeBodiesIsToldPerMebibyte() {
    assertThat(BenchTable.rows(LARGE, List.of(result(Subject.HAPROXY, 9_000))).getFirst())
        .contains("900 µs a MiB");
  }

  @Test
  void aRunReplacesOnlyTheRowsOfItsOwnWork() {
    List<String> page =
        BenchTable.merged(
            List.of(),
            List.of(row(LARGE, "1"), note(LARGE, "old"), row(SMALL, "1"), note(SMALL, "old")));
    List<String> merged = BenchTable.merged(page, List.of(row(LARGE, "2"), note(LARGE, "new")));
    assertThat(merged)
        .containsSubsequence(
            row(SMALL, "1"), row(LARGE, "2"), "", note(SMALL, "old"), note(LARGE, "new"))
        .doesNotContain(row(LARGE, "1"), note(LARGE, "old"));
  }

  @Test
  void allocationIsTheGrowthOfTheThreadsThatCarryTraffic() throws Exception {
    String events =
        """
        {"recording": {"events": [
          {"values": {"allocated": 1000, "thread": {"javaName": "gateway-loop-1"}}},
          {"values": {"allocated": 7, "thread": {"javaName": "main"}}},
          {"values": {"allocated": 4000, "thread": {"javaName": "gateway-loop-1"}}},
          {"values": {"allocated": 99, "thread": null}}
        ]}}
        """;
    assertThat(Recording.allocated(new ObjectMapper().readTree(events), "gateway-loop"))
        .isEqualTo(3_000);
  }

  @Test
  void aRequestsCpuTimeIsThatOfTheRunDividedByItsRequests() {
    Counted counted = new Counted(50_000, 2_000_000, 1_000_000);
    assertThat(counted.perSecond()).isCloseTo(25_000, within(0.1));
    assertThat(counted.cpuMicrosPerRequest()).isCloseTo(20, within(0.001));
    assertThat(counted.busy()).isCloseTo(0.5, within(0.001));
  }

  private static boolean halfASecondOfWork() {
    long until = System.nanoTime() + 500_000_000;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    return true;
  }

  private static Result result(String subject, long cpuMicrosPerRequest) {
    return new Result(
        subject,
        List.of(new Counted(10_000, 1_000_000, cpuMicrosPerRequest * 10_000)),
        List.of(new Latencies(100, 200, 300, 10, 0, 1)),
        2_048);
  }

  private static String row(Workload workload, String number) {
    return BenchTable.row(workload.title(), Subject.SLUICE, number);
  }

  private static String note(Workload workload, String text) {
    return "- " + workload.title() + ": " + text;
  }
}
