package io.sluice.e2e.bench;

import java.util.List;

/**
 * What the rounds of one workload showed of one subject.
 *
 * @param subject its name
 * @param ceiling closed-loop rounds
 * @param latencies rounds at a fixed rate; empty where there were none
 * @param rssKiB resident memory after the last round
 */
record Result(String subject, List<Counted> ceiling, List<Latencies> latencies, long rssKiB) {
  double perSecond() {
    return Medians.of(ceiling, Counted::perSecond);
  }

  double cpuMicrosPerRequest() {
    return Medians.of(ceiling, Counted::cpuMicrosPerRequest);
  }

  double busy() {
    return Medians.of(ceiling, Counted::busy);
  }
}
