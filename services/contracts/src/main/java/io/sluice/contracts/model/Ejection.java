package io.sluice.contracts.model;

/**
 * Passive ejection: a target that fails requests is left out for a while, and longer each time.
 *
 * @param consecutiveFailures 1-100 gateway errors in a row that eject a target, or 0 for no
 *     ejection
 * @param seconds 1-3600 s of the first ejection; doubled with each repetition, up to ten times
 * @param maxPercent 1-100 % of a group's targets that may be ejected at once
 */
public record Ejection(int consecutiveFailures, int seconds, int maxPercent) {
  /** What a backend service has when nothing else is said. */
  public static final Ejection DEFAULT = new Ejection(5, 30, 50);
}
