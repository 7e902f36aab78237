package io.sluice.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A flight recording of a running JVM, and what it tells about CPU time and memory. */
final class Recording {
  private static final List<String> VIEWS =
      List.of(
          "cpu-time-hot-methods",
          "allocation-by-class",
          "allocation-by-site",
          "gc-pauses",
          "thread-cpu-load");

  private static final String ALLOCATION_EVENT = "jdk.ThreadAllocationStatistics";

  /** The threads that carry traffic. */
  private static final String LOOPS = "gateway-loop";

  private Recording() {}

  /** Records a process while a load runs, and prints the recording's views. */
  static void print(long pid, ClosedLoop load, Subject subject, Rounds rounds, int seconds)
      throws IOException {
    PrintStream out = rounds.out();
    String process = Long.toString(pid);
    Path file = Files.createTempDirectory("sluice-bench-").resolve("gateway.jfr");
    jdk(
        "jcmd",
        process,
        "JFR.start",
        "name=bench",
        "settings=profile",
        "jdk.CPUTimeSample#enabled=true",
        "jdk.CPUTimeSample#throttle=2ms",
        "jdk.ObjectAllocationSample#throttle=2000/s");
    ClosedLoop.Answers answers;
    try {
      answers = load.load(subject, seconds, rounds.generators());
    } finally {
      jdk("jcmd", process, "JFR.stop", "name=bench", "filename=" + file);
    }
    long bytes =
        allocated(
            new ObjectMapper()
                .readTree(
                    jdk("jfr", "print", "--json", "--events", ALLOCATION_EVENT, file.toString())),
            LOOPS);
    out.printf("%d bytes of heap a request on the event loop%n", bytes / answers.requests());
    for (String view : VIEWS) {
      out.println(jdk("jfr", "view", "--width", "160", view, file.toString()));
    }
    out.println("The recording is " + file);
  }

  /**
   * Bytes that threads have allocated between a recording's first and last event.
   *
   * @param recording its events as {@code jfr print --json} writes them
   * @param threads how the threads' names begin
   */
  static long allocated(JsonNode recording, String threads) {
    Map<String, List<Long>> counts = new HashMap<>();
    for (JsonNode event : recording.path("recording").path("events")) {
      String thread = event.at("/values/thread/javaName").asText();
      if (thread.startsWith(threads)) {
        counts
            .computeIfAbsent(thread, name -> new ArrayList<>())
            .add(event.at("/values/allocated").asLong());
      }
    }
    return counts.values().stream()
        .mapToLong(list ->
            list.stream().mapToLong(Long::longValue).max().orElse(0)
                - list.stream().mapToLong(Long::longValue).min().orElse(0))
        .sum();
  }

  private static String jdk(String tool, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(List.of(arguments));
    return Commands.run(Commands.pinned(Commands.LOAD_CORE, command));
  }
}
