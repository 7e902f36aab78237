package io.sluice.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A flight recording of a running JVM, and what it tells about CPU time and memory. */
final class Recording implements AutoCloseable {
  private static final List<String> VIEWS =
      List.of(
          "cpu-time-hot-methods",
          "allocation-by-class",
          "allocation-by-site",
          "gc-pauses",
          "thread-cpu-load");

  private final long pid;
  private final Path file;

  private Recording(long pid, Path file) {
    this.pid = pid;
    this.file = file;
  }

  /** Begins to record a process. */
  static Recording start(long pid) throws IOException {
    jdk(
        "jcmd",
        Long.toString(pid),
        "JFR.start",
        "name=bench",
        "settings=profile",
        "jdk.CPUTimeSample#enabled=true",
        "jdk.CPUTimeSample#throttle=2ms",
        "jdk.ObjectAllocationSample#throttle=2000/s");
    return new Recording(pid, Files.createTempDirectory("sluice-bench-").resolve("gateway.jfr"));
  }

  /** Ends, and prints its views. */
  @Override
  public void close() {
    jdk("jcmd", Long.toString(pid), "JFR.stop", "name=bench", "filename=" + file);
    for (String view : VIEWS) {
      System.out.println(
          jdk("jfr", "view", "--width", "160", "--cell-height", "12", view, file.toString()));
    }
    System.out.println("The recording is " + file);
  }

  private static String jdk(String tool, String... arguments) {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(List.of(arguments));
    return Commands.run(Commands.pinned(Commands.LOAD_CORE, command));
  }
}
