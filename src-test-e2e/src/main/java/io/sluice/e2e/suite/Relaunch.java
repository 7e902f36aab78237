package io.sluice.e2e.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a process was started, as the kernel tells it: command line, environment and folder, to start
 * it again without its supervisor.
 *
 * @param command program and arguments
 * @param environment its variables
 * @param folder its working directory
 */
public record Relaunch(List<String> command, Map<String, String> environment, Path folder) {
  /** Reads it from a running process. */
  public static Relaunch of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Map<String, String> environment = new HashMap<>();
    for (String entry : entries(process.resolve("environ"))) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        environment.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return new Relaunch(
        entries(process.resolve("cmdline")), environment, process.resolve("cwd").toRealPath());
  }

  /** Starts it again. */
  public Process start(Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static List<String> entries(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return List.of(text.split("\0"));
  }
}
