package io.sluice.listeners.domain;

import io.sluice.contracts.model.Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a certificate is valid.
 *
 * @param state what to make of it
 * @param daysLeft whole days until it expires; negative when it has
 */
public record Validity(State state, long daysLeft) {
  private static final Duration SOON = Duration.ofDays(30);

  /** What to make of it. */
  public enum State {
    /** Its time has not come. */
    NOT_YET_VALID("not-yet-valid"),
    /** Valid for more than 30 days. */
    VALID("valid"),
    /** Valid for at most 30 days: replace it. */
    EXPIRES_SOON("expires-soon"),
    /** Clients refuse it. */
    EXPIRED("expired");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** As it is written in answers. */
    public String text() {
      return text;
    }
  }

  /** A certificate's at a time. */
  public static Validity of(Certificate certificate, Instant now) {
    Duration left = Duration.between(now, certificate.notAfter());
    State state =
        left.isNegative()
            ? State.EXPIRED
            : now.isBefore(certificate.notBefore())
                ? State.NOT_YET_VALID
                : left.compareTo(SOON) <= 0 ? State.EXPIRES_SOON : State.VALID;
    return new Validity(state, Math.floorDiv(left.toSeconds(), Duration.ofDays(1).toSeconds()));
  }
}
