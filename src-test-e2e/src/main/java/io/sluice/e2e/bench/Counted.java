package io.sluice.e2e.bench;

/**
 * What one closed-loop run counted.
 *
 * @param requests that were answered as they should be
 * @param micros how long it took
 * @param cpuMicros CPU time of its processes meanwhile
 */
record Counted(long requests, long micros, long cpuMicros) {
  private static final double MICROS_PER_SECOND = 1e6;

  double perSecond() {
    return requests * MICROS_PER_SECOND / micros;
  }

  double cpuMicrosPerRequest() {
    return (double) cpuMicros / requests;
  }

  /** The part of a core that the gateway used, 0-1. */
  double busy() {
    return (double) cpuMicros / micros;
  }
}
