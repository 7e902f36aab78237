package io.sluice.gateway.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A program that no one here wrote, in a process of its own, that listens on the loopback. */
abstract class RealProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  /** Starts it, and waits until it listens. */
  RealProcess(int port, List<String> command) throws IOException {
    this.port = port;
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Awaitility.await()
        .ignoreExceptions()
        .until(() -> {
          new Socket(InetAddress.getLoopbackAddress(), port).close();
          return true;
        });
  }

  /** Where it listens. */
  public final int port() {
    return port;
  }

  @Override
  public final void close() {
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
