package io.sluice.e2e.traffic;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What a {@link Load} has seen. Thread-safe. */
public final class LoadReport {
  private static final int KEPT_FAILURES = 50;

  private final Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
  private final Map<String, Long> byGateway = new TreeMap<>();
  private final Map<String, Long> byTarget = new TreeMap<>();
  private final Map<RequestFailure.Kind, Long> byFailure = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private long answers;
  private long idleCloses;

  synchronized void answered(Exchange exchange, long dueNanos) {
    if (exchange.status() != 200) {
      failed(
          new RequestFailure(
              RequestFailure.Kind.STATUS,
              exchange.status() + " " + exchange.fields() + " " + exchange.body(),
              null));
      return;
    }
    answers++;
    micros.recordValue(
        Math.min(
            micros.getHighestTrackableValue(),
            TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - dueNanos)));
    byGateway.merge(String.valueOf(exchange.gateway()), 1L, Long::sum);
    byTarget.merge(String.valueOf(exchange.target()), 1L, Long::sum);
  }

  synchronized void failed(RequestFailure failure) {
    byFailure.merge(failure.kind(), 1L, Long::sum);
    if (failures.size() < KEPT_FAILURES) {
      failures.add(LocalTime.now() + " " + failure.getMessage());
    }
  }

  synchronized void idleClose() {
    idleCloses++;
  }

  /** Requests with a whole answer of status 200. */
  public synchronized long answers() {
    return answers;
  }

  /** A quantile of the answers' latency in microseconds. */
  public synchronized long micros(double percentile) {
    return micros.getValueAtPercentile(percentile);
  }

  /** Requests without. */
  public synchronized long failureCount() {
    return byFailure.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The first failures, each with its time. */
  public synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  /** Connections that the gateway closed between two requests. */
  public synchronized long idleCloses() {
    return idleCloses;
  }

  /** Answers by gateway. */
  public synchronized Map<String, Long> byGateway() {
    return new TreeMap<>(byGateway);
  }

  /** Answers by target. */
  public synchronized Map<String, Long> byTarget() {
    return new TreeMap<>(byTarget);
  }

  @Override
  public synchronized String toString() {
    return String.format(
        "%d answers, failures %s, %d idle closes, latency ms p50 %.1f p99 %.1f max %.1f,"
            + " gateways %s, targets %s",
        answers,
        byFailure,
        idleCloses,
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3,
        byGateway,
        byTarget);
  }
}
