package io.sluice.e2e.traffic;

import java.io.IOException;

/**
 * {@link Abusers} as a process of their own, so that they cost those who measure beside them
 * nothing: {@code PORT IDLE SLOW}. It writes a line when all connections are open and goes on until
 * its input ends; then it tells what became of them.
 */
public final class AbusersMain {
  private AbusersMain() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    try (Abusers abusers =
        Abusers.start(
            Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]))) {
      System.out.println("open");
      while (System.in.read() >= 0) {
        // Goes on until nobody measures any more.
      }
      System.out.println(
          abusers.ended()
              + " slow connections were ended by the gateway and opened again, "
              + abusers.failed()
              + " could not");
    }
  }
}
