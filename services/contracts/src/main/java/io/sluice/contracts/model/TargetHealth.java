package io.sluice.contracts.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;

/**
 * The state of one target in one backend service, as probes see it. Owner: health.
 *
 * @param backendServiceId whose health check applies
 * @param targetId the target
 * @param state what the probes say
 * @param reason why it is unhealthy, else null
 * @param detail one sentence for a person, or null
 * @param since when the state began
 */
public record TargetHealth(
    UUID backendServiceId,
    UUID targetId,
    State state,
    Reason reason,
    String detail,
    Instant since) {

  /** What the probes say of a target. */
  public enum State {
    /** No verdict yet: takes traffic only when no target is healthy. */
    @JsonProperty("initial")
    INITIAL,
    /** Takes traffic. */
    @JsonProperty("healthy")
    HEALTHY,
    /** Takes no traffic, but when no target of its group is healthy. */
    @JsonProperty("unhealthy")
    UNHEALTHY
  }

  /** Why a target is unhealthy. */
  public enum Reason {
    /** The connection was refused or unreachable. */
    CONNECT_FAILED,
    /** The connection was not open in time. */
    CONNECT_TIMEOUT,
    /** The connection was closed while it was being set up. */
    CONNECT_INTERRUPT,
    /** The connection broke while the answer was read. */
    RECEIVE_RESPONSE_FAILED,
    /** No whole answer in time. */
    RECEIVE_RESPONSE_TIMEOUT,
    /** The request could not be sent. */
    REQUEST_FAILED,
    /** The request could not be sent in time. */
    REQUEST_TIMEOUT,
    /** The answer's code is not one of the expected. */
    HTTP_CODE_MISMATCH,
    /** The answer is not HTTP, or lacks the expected text. */
    RESPONSE_FORMAT_ERROR
  }
}
