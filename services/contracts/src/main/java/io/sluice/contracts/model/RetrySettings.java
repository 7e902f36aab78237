package io.sluice.contracts.model;

import java.util.List;

/**
 * When a request is tried on another target; how often says {@link BackendService#retries}. Only
 * what may be repeated is.
 *
 * @param onConnectFailure whether when no connection could be opened
 * @param onReset whether when the connection broke before an answer
 * @param onStatuses at most 20 statuses of 500-599 or 429, after which it is too
 * @param budgetPercent 0-100 % of requests that may be retries; a few are always allowed
 */
public record RetrySettings(
    boolean onConnectFailure, boolean onReset, List<Integer> onStatuses, int budgetPercent) {
  /** What a backend service has when nothing else is said. */
  public static final RetrySettings DEFAULT = new RetrySettings(true, true, List.of(), 20);

  public RetrySettings {
    onStatuses = onStatuses == null ? List.of() : List.copyOf(onStatuses);
  }
}
