package io.sluice.e2e.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command line as {@code ./sluice} runs it after its build: the packaged jar of {@code deploy}
 * on the JDK that runs the tests.
 */
public final class Launcher {
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private final Path project;
  private final Path jar;

  private Launcher(Path project) {
    this.project = project;
    this.jar = project.resolve("deploy/target/sluice.jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing: build the project first");
    }
  }

  /**
   * What a command did.
   *
   * @param exitCode 0 when it succeeded
   * @param output what it wrote to standard output
   * @param errors what it wrote to standard error
   */
  public record Result(int exitCode, String output, String errors) {
    /** This result, if the command succeeded. */
    public Result expectSuccess() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + "\n" + output + "\n" + errors);
      }
      return this;
    }
  }

  /** The launcher of the project that the working directory lies in. */
  public static Launcher find() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("src-test-e2e"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("not within the project: " + Path.of("").toAbsolutePath());
    }
    return new Launcher(folder);
  }

  /** The project's root folder. */
  public Path project() {
    return project;
  }

  /** Runs a command to its end. */
  public Result run(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Dsluice.home=" + project, "-jar", jar.toString()));
    command.addAll(arguments);
    try {
      // Files, not pipes: the processes that «up» leaves behind would keep a pipe open.
      Path output = Files.createTempFile("sluice-", ".out");
      Path errors = Files.createTempFile("sluice-", ".err");
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException(
              arguments + " did not end in " + LONGEST + ": " + text(output) + text(errors));
        }
        return new Result(process.exitValue(), text(output), text(errors));
      } finally {
        Files.delete(output);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
