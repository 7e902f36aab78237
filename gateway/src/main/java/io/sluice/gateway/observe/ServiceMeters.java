package io.sluice.gateway.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The meters of a listener's requests to one backend service, looked up in the registry once and
 * then kept.
 */
final class ServiceMeters {
  /** Upper bounds of the histogram's buckets in ms; each bucket costs a time series a service. */
  private static final Duration[] BUCKETS =
      IntStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private static final String[] CLASSES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

  private final MeterRegistry registry;
  private final Tags tags;
  private final AtomicReferenceArray<Counter> byClass = new AtomicReferenceArray<>(CLASSES.length);
  private final AtomicReferenceArray<Counter> byReason =
      new AtomicReferenceArray<>(Reason.values().length);
  private final Timer duration;
  private final Counter retries;
  private final Counter received;
  private final Counter sent;

  ServiceMeters(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
    duration =
        Timer.builder(MetricNames.DURATION)
            .description("From the first byte of a request to the last of its answer")
            .tags(tags)
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    retries = counter(MetricNames.RETRIES, "Attempts after the first", null, tags);
    received = counter(MetricNames.RECEIVED, "Bytes of request bodies", "bytes", tags);
    sent = counter(MetricNames.SENT, "Bytes of answers' bodies", "bytes", tags);
  }

  void record(RequestSummary request) {
    duration.record(request.durationNanos(), TimeUnit.NANOSECONDS);
    classCounter(request.status() / 100).increment();
    if (request.reason() != Reason.NONE) {
      reasonCounter(request.reason()).increment();
    }
    if (request.attempts() > 1) {
      retries.increment(request.attempts() - 1.0);
    }
    if (request.bytesReceived() > 0) {
      received.increment(request.bytesReceived());
    }
    if (request.bytesSent() > 0) {
      sent.increment(request.bytesSent());
    }
  }

  /** Takes the meters out of the registry, so that a removed service costs no time series. */
  void remove() {
    Stream<Meter> counters =
        Stream.concat(
            IntStream.range(0, byClass.length()).mapToObj(byClass::get),
            IntStream.range(0, byReason.length()).mapToObj(byReason::get));
    Stream.concat(Stream.of(duration, retries, received, sent), counters)
        .filter(meter -> meter != null)
        .forEach(registry::remove);
  }

  private Counter classCounter(int statusClass) {
    int index = statusClass >= 1 && statusClass <= 5 ? statusClass : 0;
    Counter known = byClass.get(index);
    if (known == null) {
      // Two threads get the same counter from the registry.
      known =
          counter(
              MetricNames.REQUESTS,
              "Requests that ended, by class of the status sent",
              null,
              tags.and("status", CLASSES[index]));
      byClass.set(index, known);
    }
    return known;
  }

  private Counter reasonCounter(Reason reason) {
    Counter known = byReason.get(reason.ordinal());
    if (known == null) {
      known =
          counter(
              MetricNames.REFUSALS,
              "Requests that the gateway itself answered or cut",
              null,
              tags.and("reason", reason.name()));
      byReason.set(reason.ordinal(), known);
    }
    return known;
  }

  private Counter counter(String name, String description, String unit, Tags all) {
    return Counter.builder(name)
        .description(description)
        .baseUnit(unit)
        .tags(all)
        .register(registry);
  }
}
