package io.sluice.e2e.bench;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code openssl s_time -new}: full handshakes of TLS 1.3, each on a connection of its own with one
 * request. It keeps no session and so never offers one; it also says of each handshake whether a
 * session was resumed, and one that was fails the run.
 *
 * @param clients that run at once
 */
record Handshakes(String path, int clients) implements ClosedLoop {
  @Override
  public Front front() {
    return Front.TLS;
  }

  @Override
  public Answers load(Subject subject, int seconds, Generators generators) {
    List<String> command =
        Commands.pinned(
            Commands.LOAD_CORE,
            List.of(
                "openssl",
                "s_time",
                "-new",
                "-tls1_3",
                "-time",
                Integer.toString(seconds),
                "-connect",
                "127.0.0.1:" + subject.ports().get(Front.TLS),
                "-www",
                path));
    long began = System.nanoTime();
    long connections;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<String>> running =
          java.util.stream.IntStream.range(0, clients)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> Commands.run(command), threads))
              .toList();
      connections = running.stream().mapToLong(output -> full(output.join())).sum();
    }
    return new Answers(connections, (System.nanoTime() - began) / 1_000);
  }

  /**
   * How many full handshakes s_time made: it writes {@code *} for each, and {@code r} for one that
   * resumed a session.
   *
   * @throws IllegalStateException when there were none, or one was resumed
   */
  static long full(String output) {
    String marks =
        output.lines().filter(line -> line.matches("[*rt3]+")).reduce("", String::concat);
    if (marks.isEmpty() || !marks.matches("\\*+")) {
      throw new IllegalStateException("s_time did other than full TLS 1.3 handshakes:\n" + output);
    }
    return marks.length();
  }
}
