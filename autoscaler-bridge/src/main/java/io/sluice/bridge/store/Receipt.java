package io.sluice.bridge.store;

/**
 * What became of an event that came in.
 *
 * @param outcome whether it is new
 * @param state {@code received}, {@code done} or {@code rejected}; null when it was refused
 */
public record Receipt(Outcome outcome, String state) {
  /** Whether an event is new. */
  public enum Outcome {
    /** Stored now. */
    STORED,
    /** The same event came before. */
    REPEATED,
    /** Another event with the same id came before. */
    CONFLICT,
    /** Its source was deleted in the meantime. */
    SOURCE_GONE
  }
}
