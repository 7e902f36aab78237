package io.sluice.gateway.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port that is free. */
public final class FreePort {
  private FreePort() {}

  /**
   * Finds one on the loopback, below the range that systems give to outgoing connections, so that
   * none of those takes it before it is used.
   */
  public static int find() {
    for (int attempt = 0; attempt < 1_000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException e) {
        // It is taken: another one is tried.
      }
    }
    throw new IllegalStateException("no free port");
  }
}
