package io.sluice.e2e.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What numbers were measured on. */
public final class Machine {
  private Machine() {}

  /** Cores, processor, kernel and JDK. */
  public static String description() throws IOException {
    String processor = "unknown processor";
    try (Stream<String> info = Files.lines(Path.of("/proc/cpuinfo"))) {
      processor =
          info.filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElse(processor);
    }
    return Runtime.getRuntime().availableProcessors()
        + " cores ("
        + processor
        + "), Linux "
        + System.getProperty("os.version")
        + ", JDK "
        + Runtime.version();
  }

  /** The load average of the last minute, with one digit after the point. */
  public static String loadAverage() {
    return String.format(
        Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
