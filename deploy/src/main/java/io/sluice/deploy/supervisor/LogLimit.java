package io.sluice.deploy.supervisor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keeps logs from filling the disk: one that has grown over {@value #LIMIT_MIB} MiB is copied to
 * {@code NAME.log.1} and emptied. The processes append, so they go on at its new end.
 */
final class LogLimit {
  private static final int LIMIT_MIB = 20;
  private static final int SECONDS = 10;

  private LogLimit() {}

  static void watch(Path folder) {
    ScheduledExecutorService watcher =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log-limit").factory());
    watcher.scheduleWithFixedDelay(
        () -> apply(folder, LIMIT_MIB * 1024L * 1024L), SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  static void apply(Path folder, long limitBytes) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> tooLong =
          files
              .filter(file -> file.toString().endsWith(".log"))
              .filter(file -> file.toFile().length() > limitBytes)
              .toList();
      for (Path log : tooLong) {
        Files.copy(
            log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
          channel.truncate(0);
        }
      }
    } catch (IOException e) {
      System.err.println("The logs in " + folder + " cannot be shortened: " + e);
    }
  }
}
