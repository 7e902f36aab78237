package io.sluice.e2e.suite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free loopback ports. They lie below the kernel's range for outgoing connections (32768 on Linux
 * by default), so that a port chosen now is not taken by some client before its server starts, or
 * while it restarts.
 */
public final class Ports {
  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 32_000;

  /** What a suite may use above its base: PostgreSQL, event bus, and JGroups with its offset. */
  private static final int SUITE_RANGE = 160;

  private static final Set<Integer> GIVEN = new HashSet<>();

  private Ports() {}

  /** A free port that is given once only. */
  public static int free() {
    return freeRange(1);
  }

  /** The base of a free range for a whole suite. */
  public static int suiteBase() {
    return freeRange(SUITE_RANGE);
  }

  private static synchronized int freeRange(int length) {
    for (int attempt = 0; attempt < 1_000; attempt++) {
      int base = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - length);
      if (allFree(base, length)) {
        for (int port = base; port < base + length; port++) {
          GIVEN.add(port);
        }
        return base;
      }
    }
    throw new IllegalStateException("no " + length + " free ports in a row");
  }

  private static boolean allFree(int base, int length) {
    for (int port = base; port < base + length; port++) {
      if (GIVEN.contains(port) || !isFree(port)) {
        return false;
      }
    }
    return true;
  }

  /** Whether nothing listens on a loopback port. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
