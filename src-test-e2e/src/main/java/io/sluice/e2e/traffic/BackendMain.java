package io.sluice.e2e.traffic;

import java.io.IOException;

/** A {@link Backend} as a process of its own, so that it can be killed: {@code NAME PORT}. */
public final class BackendMain {
  private BackendMain() {}

  /** Serves until the process ends. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Backend.start(args[0], Integer.parseInt(args[1]));
    Thread.currentThread().join();
  }
}
