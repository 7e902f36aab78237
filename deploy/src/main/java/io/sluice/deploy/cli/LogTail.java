package io.sluice.deploy.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The ends of log files, and what is added to them. */
final class LogTail {
  /** More of one file is not read at once. */
  private static final int WINDOW = 4 << 20;

  private static final int POLL_MILLIS = 200;

  private final PrintWriter out;
  private final List<Path> logs;
  private final boolean named;
  private final Map<Path, Long> positions = new HashMap<>();

  /**
   * @param named whether each line begins with its log's name
   */
  LogTail(PrintWriter out, List<Path> logs, boolean named) {
    this.out = out;
    this.logs = logs;
    this.named = named;
  }

  /** The log's name without its suffix. */
  static String name(Path log) {
    return log.getFileName().toString().replaceFirst("\\.log$", "");
  }

  /** Prints the last lines of each log. */
  void last(int lines) throws IOException {
    for (Path log : logs) {
      long size = log.toFile().length();
      List<String> all = read(log, Math.max(0, size - WINDOW), size).lines().toList();
      all.subList(Math.max(0, all.size() - lines), all.size()).forEach(line -> print(log, line));
      positions.put(log, size);
    }
    out.flush();
  }

  /** Prints whole new lines until the process is interrupted. */
  void follow() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    try {
      while (!never.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        for (Path log : logs) {
          printNew(log);
        }
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void printNew(Path log) throws IOException {
    long size = log.toFile().length();
    long from = positions.getOrDefault(log, 0L);
    if (size < from) {
      // It was emptied after it had grown too long.
      from = 0;
    }
    String text = read(log, from, Math.min(size, from + WINDOW));
    int end = text.lastIndexOf('\n') + 1;
    text.substring(0, end).lines().forEach(line -> print(log, line));
    positions.put(log, from + text.substring(0, end).getBytes(StandardCharsets.UTF_8).length);
  }

  private void print(Path log, String line) {
    out.println(named ? String.format("%-11s| %s", name(log), line) : line);
  }

  private static String read(Path log, long from, long to) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] bytes = new byte[(int) (to - from)];
      file.seek(from);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
