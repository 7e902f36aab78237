package io.sluice.health.domain;

import io.sluice.contracts.model.TargetHealth.Reason;

/**
 * What one probe found.
 *
 * @param ok whether the target passed
 * @param reason why not, null when it passed
 * @param detail one sentence for a person
 */
public record Verdict(boolean ok, Reason reason, String detail) {
  /** The target passed. */
  public static Verdict passed(String detail) {
    return new Verdict(true, null, detail);
  }

  /** The target did not pass. */
  public static Verdict failed(Reason reason, String detail) {
    return new Verdict(false, reason, detail);
  }
}
