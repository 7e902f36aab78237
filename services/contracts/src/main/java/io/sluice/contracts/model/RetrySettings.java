package io.sluice.contracts.model;

import java.util.List;

/**
 * When a request is tried on another target; how often says {@link BackendService#retries}. Only
 * what may be repeated is.
 *
 * @param onConnectFailure whether when no connection could be opened
 * @param onReset whether when the connection broke before an answer
 * @param onStatuses at most 20 statuses of 500-599 or 429, after which it is too
 * @param onGrpcStatuses statuses of gRPC after which it is too, for calls that failed before
 *     anything of their answer
 * @param budgetPercent 0-100 % of requests that may be retries; a few are always allowed
 */
public record RetrySettings(
    boolean onConnectFailure,
    boolean onReset,
    List<Integer> onStatuses,
    List<GrpcStatus> onGrpcStatuses,
    int budgetPercent) {
  /** What a backend service has when nothing else is said. */
  public static final RetrySettings DEFAULT =
      new RetrySettings(true, true, List.of(), List.of(), 20);

  public RetrySettings {
    onStatuses = onStatuses == null ? List.of() : List.copyOf(onStatuses);
    onGrpcStatuses = onGrpcStatuses == null ? List.of() : List.copyOf(onGrpcStatuses);
  }

  /** Statuses of gRPC of which another server may know better. */
  public enum GrpcStatus {
    /** The server gave the call up. */
    CANCELLED(1),
    /** The server had no time left for it. */
    DEADLINE_EXCEEDED(4),
    /** The server has run out of something. */
    RESOURCE_EXHAUSTED(8),
    /** The server is broken. */
    INTERNAL(13),
    /** The server cannot take calls now. */
    UNAVAILABLE(14);

    private final String code;

    GrpcStatus(int code) {
      this.code = Integer.toString(code);
    }

    /** As the field {@code grpc-status} has it. */
    public String code() {
      return code;
    }
  }
}
