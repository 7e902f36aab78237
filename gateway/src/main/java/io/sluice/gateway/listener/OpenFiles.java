package io.sluice.gateway.listener;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How many connections the process can bear. */
public final class OpenFiles {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String NAME = "Max open files";

  /** What is taken where the system does not tell; every system allows it. */
  private static final long UNKNOWN = 4_096;

  /** Kept for logs, the saved copy, the bus, listening sockets and libraries. */
  private static final long RESERVE = 512;

  /** Heap for an idle connection with its part of what requests need. */
  private static final long HEAP_PER_CONNECTION = 8 * 1024;

  private OpenFiles() {}

  /** How many files and sockets the process may have open. */
  public static long limit() {
    try {
      return limit(Files.readAllLines(LIMITS));
    } catch (IOException unknownSystem) {
      return UNKNOWN;
    }
  }

  static long limit(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith(NAME)) {
        String soft = line.substring(NAME.length()).trim().split(" ", 2)[0];
        return soft.equals("unlimited") ? Integer.MAX_VALUE : Long.parseLong(soft);
      }
    }
    return UNKNOWN;
  }

  /**
   * Client connections that leave room for everything else: three fifths of the files, since a
   * request needs a connection to its target too but most connections are idle, and not more than
   * the heap has room for.
   *
   * @param files how many files the process may have open
   * @param heap largest size of the heap in bytes
   */
  public static int clientConnections(long files, long heap) {
    long usable = files - Math.min(RESERVE, files / 8);
    return (int) Math.max(1, Math.min(usable * 3 / 5, heap / HEAP_PER_CONNECTION));
  }
}
