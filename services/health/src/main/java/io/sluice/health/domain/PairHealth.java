package io.sluice.health.domain;

import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.contracts.model.TargetHealth.State;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The health of one pair. It flips after as many equal results in a row as the check's thresholds
 * say; the first success makes an {@code initial} target healthy, so that a new target is used at
 * once. Not thread-safe.
 */
final class PairHealth {
  /** Results kept for {@code GET /target-health}: enough to see a flapping target. */
  static final int RESULTS_KEPT = 10;

  private State state = State.INITIAL;
  private Reason reason;
  private String detail;
  private Instant since;
  private int successes;
  private int failures;
  private final Deque<ProbeResult> results = new ArrayDeque<>(2);

  PairHealth(Instant now) {
    since = now;
  }

  State state() {
    return state;
  }

  Reason reason() {
    return reason;
  }

  String detail() {
    return detail;
  }

  Instant since() {
    return since;
  }

  /** The last results, the newest first. */
  List<ProbeResult> results() {
    return List.copyOf(results.reversed());
  }

  /** Takes in a result; true when state or reason changed. */
  boolean record(ProbeResult result, HealthCheck check) {
    if (results.size() == RESULTS_KEPT) {
      results.removeFirst();
    }
    results.addLast(result);
    return result.verdict().ok()
        ? onSuccess(check, result.at())
        : onFailure(result.verdict(), check, result.at());
  }

  /** A target that is not probed counts as healthy; true when that changed something. */
  boolean checkOff(Instant now) {
    successes = 0;
    failures = 0;
    return become(State.HEALTHY, null, "The health check is off.", now);
  }

  private boolean onSuccess(HealthCheck check, Instant now) {
    failures = 0;
    successes++;
    int needed = state == State.INITIAL ? 1 : check.healthyThreshold();
    return successes >= needed && become(State.HEALTHY, null, null, now);
  }

  private boolean onFailure(Verdict verdict, HealthCheck check, Instant now) {
    successes = 0;
    failures++;
    return (failures >= check.unhealthyThreshold() || state == State.UNHEALTHY)
        && become(State.UNHEALTHY, verdict.reason(), verdict.detail(), now);
  }

  private boolean become(State next, Reason nextReason, String nextDetail, Instant now) {
    boolean flips = state != next;
    boolean changes = flips || reason != nextReason;
    if (flips) {
      since = now;
    }
    state = next;
    reason = nextReason;
    detail = nextDetail;
    return changes;
  }
}
