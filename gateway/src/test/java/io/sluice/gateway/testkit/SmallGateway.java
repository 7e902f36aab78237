package io.sluice.gateway.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A gateway in a process of its own that may have few files open. It answers by a target in the
 * same process, and takes as many connections as come.
 */
public final class SmallGateway implements AutoCloseable {
  private final Process process;
  private final int port;

  /**
   * Starts it.
   *
   * @param files how many files and sockets it may have open
   */
  public SmallGateway(int files) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n " + files + " && exec \"$@\"",
                "sh",
                java,
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallGateway.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String line = process.inputReader().readLine();
    while (line != null && !line.startsWith("port ")) {
      line = process.inputReader().readLine();
    }
    if (line == null) {
      throw new IOException("the gateway ended: " + process.onExit().join().exitValue());
    }
    port = Integer.parseInt(line.substring(5));
  }

  /** The process's code: prints its port and serves until its input ends. */
  public static void main(String[] arguments) throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = TestGateway.taking(1_000_000).targets(target).apply()) {
      // Everything that a request needs is loaded while there are files for it.
      try (RawClient client = gateway.client()) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
      }
      System.out.println("port " + gateway.port());
      while (System.in.read() >= 0) {
        // Goes on until the test is over.
      }
    }
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** CPU time that it has taken so far, in milliseconds. */
  public long cpuMillis() {
    return process.info().totalCpuDuration().orElseThrow().toMillis();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
