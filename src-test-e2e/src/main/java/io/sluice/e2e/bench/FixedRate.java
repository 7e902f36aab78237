package io.sluice.e2e.bench;

/**
 * HTTP/1.1 requests at a fixed rate, whatever the subject's answers do: {@link FixedRateClient}.
 */
record FixedRate(Front front, String path, int connections) {
  /** Set-up of connections and what the rate begins with are over by then. */
  private static final int WARM_UP_SECONDS = 1;

  /** Loads a subject and takes the latencies. */
  Latencies run(Subject subject, long perSecond, int seconds, Generators generators) {
    return generators.run(
        new FixedRateClient.Work(
            front == Front.TLS,
            subject.ports().get(front),
            path,
            connections,
            perSecond,
            WARM_UP_SECONDS,
            seconds));
  }
}
