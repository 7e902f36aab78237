package io.sluice.e2e.traffic;

import java.io.IOException;
import java.io.OutputStream;

/** The content of test bodies: byte i is {@code i mod 251}, so that a shift or a hole shows. */
final class Pattern {
  /** A body whose length is a multiple of it ends where the pattern begins again. */
  static final int PERIOD = 251;

  private static final byte[] BLOCK = new byte[PERIOD * 256];

  static {
    for (int i = 0; i < BLOCK.length; i++) {
      BLOCK[i] = (byte) (i % PERIOD);
    }
  }

  private Pattern() {}

  static void write(OutputStream out, long bytes) throws IOException {
    for (long left = bytes; left > 0; ) {
      int length = (int) Math.min(BLOCK.length, left);
      out.write(BLOCK, 0, length);
      left -= length;
    }
  }

  /** Compares what is written to it with the pattern. */
  static final class Checker extends OutputStream {
    private int next;
    private boolean intact = true;

    @Override
    public void write(int b) {
      intact &= (byte) b == BLOCK[next];
      next = (next + 1) % PERIOD;
    }

    @Override
    public void write(byte[] data, int offset, int length) {
      for (int done = 0; done < length; ) {
        int run = Math.min(length - done, BLOCK.length - next);
        intact &=
            java.util.Arrays.equals(
                data, offset + done, offset + done + run, BLOCK, next, next + run);
        next = (next + run) % PERIOD;
        done += run;
      }
    }

    boolean intact() {
      return intact;
    }
  }
}
