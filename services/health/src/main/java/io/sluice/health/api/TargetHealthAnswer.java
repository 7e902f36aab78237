package io.sluice.health.api;

import io.sluice.contracts.model.TargetHealth;
import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.health.domain.PairView;
import io.sluice.health.domain.ProbeResult;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The health of a target as one backend service uses it.
 *
 * @param backendServiceId whose health check applies
 * @param targetId the target
 * @param groupId the target's virtual server group
 * @param address the target's address
 * @param port the port that requests go to
 * @param state what the probes say
 * @param reason why it is unhealthy, else null
 * @param detail one sentence about the state, or null
 * @param since when the state began
 * @param checkedAt when the last probe ended, or null before the first
 * @param lastResults at most ten, the newest first
 */
public record TargetHealthAnswer(
    UUID backendServiceId,
    UUID targetId,
    UUID groupId,
    String address,
    int port,
    State state,
    Reason reason,
    String detail,
    Instant since,
    Instant checkedAt,
    List<Result> lastResults) {

  /**
   * One probe.
   *
   * @param at when it ended
   * @param ok whether the target passed
   * @param reason why not, or null
   * @param detail one sentence
   * @param millis how long it took, in ms
   */
  public record Result(Instant at, boolean ok, Reason reason, String detail, long millis) {
    static Result of(ProbeResult result) {
      return new Result(
          result.at(),
          result.verdict().ok(),
          result.verdict().reason(),
          result.verdict().detail(),
          result.millis());
    }
  }

  static TargetHealthAnswer of(PairView view) {
    TargetHealth health = view.health();
    List<ProbeResult> results = view.lastResults();
    return new TargetHealthAnswer(
        health.backendServiceId(),
        health.targetId(),
        view.pair().groupId(),
        view.pair().address(),
        view.pair().trafficPort(),
        health.state(),
        health.reason(),
        health.detail(),
        health.since(),
        results.isEmpty() ? null : results.getFirst().at(),
        results.stream().map(Result::of).toList());
  }
}
