package io.sluice.deploy.supervisor;

import io.sluice.deploy.suite.ProcessSpec;
import io.sluice.deploy.suite.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who runs, on disk: one file a process, so that processes are found again when their supervisor
 * has died. Never by name, and never by number alone.
 */
public final class PidFile {
  private static final String SUFFIX = ".pid";

  private final StateFolder state;
  private final Path file;

  public PidFile(StateFolder state, String process) {
    this.state = state;
    this.file = state.run().resolve(process + SUFFIX);
  }

  /**
   * What a file holds.
   *
   * @param name the process's name in the suite
   * @param id which process
   * @param role decides when it is stopped; null for the supervisor
   * @param command fingerprint of program, arguments and environment
   * @param startedAt milliseconds of the epoch
   */
  public record Entry(
      String name, ProcessId id, ProcessSpec.Role role, int command, long startedAt) {}

  /** Keeps who runs. */
  public void write(Entry entry) {
    state.write(file, entry);
  }

  /** The process of this file, when it still runs. */
  public Optional<Entry> running() {
    return state.read(file, Entry.class).filter(entry -> entry.id().alive().isPresent());
  }

  /** The process has ended. */
  public void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every process of a suite that runs, the supervisor left out. */
  public static List<Entry> running(StateFolder state) {
    if (!Files.isDirectory(state.run())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(state.run())) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .filter(name -> !name.equals(Supervisor.NAME))
          .sorted()
          .flatMap(name -> new PidFile(state, name).running().stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
