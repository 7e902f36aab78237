package io.sluice.contracts.model;

/**
 * Answers 503 at once while too many requests of a backend service fail on a gateway, and lets
 * single ones through to see whether they succeed again.
 *
 * @param failurePercent 1-100 % of the requests in the window that have to fail
 * @param minRequests 1-100000 requests in the window before it is judged
 * @param windowSeconds 1-600 s
 * @param openSeconds 1-3600 s until it lets a request through
 */
public record CircuitBreaker(
    int failurePercent, int minRequests, int windowSeconds, int openSeconds) {
  /** What one has that is switched on without more. */
  public static final CircuitBreaker DEFAULT = new CircuitBreaker(50, 20, 10, 30);
}
