package io.sluice.chassis.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's {@code postmaster.pid}.
 *
 * @param pid the server's process
 * @param port the port it listens on; 0 while it has not got so far
 * @param ready whether it takes connections
 */
record PostmasterFile(long pid, int port, boolean ready) {
  private static final int PID_LINE = 0;
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /**
   * The server that runs on a data folder. A file left by a server that is gone is removed: after a
   * power cut its number may belong to any other process, and PostgreSQL would refuse to start.
   */
  static Optional<PostmasterFile> running(Path data) {
    Path file = data.resolve("postmaster.pid");
    try {
      List<String> lines = Files.readAllLines(file);
      Optional<PostmasterFile> found = parse(lines).filter(server -> isServerOf(server.pid, data));
      if (found.isEmpty()) {
        Files.deleteIfExists(file);
      }
      return found;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new PostgresException(file + " cannot be read: " + e, e);
    }
  }

  static Optional<PostmasterFile> parse(List<String> lines) {
    try {
      long pid = Long.parseLong(lines.get(PID_LINE).strip());
      int port = lines.size() > PORT_LINE ? Integer.parseInt(lines.get(PORT_LINE).strip()) : 0;
      boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
      return Optional.of(new PostmasterFile(pid, port, ready));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** A postmaster's working directory is its data folder. */
  private static boolean isServerOf(long pid, Path data) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).equals(data.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }
}
