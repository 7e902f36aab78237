package io.sluice.contracts.command;

/**
 * Answers a command.
 *
 * @param outcome whether it was carried out
 * @param detail one sentence: why not, or what was done
 */
public record CommandAnswer(Outcome outcome, String detail) {
  /** How it went. */
  public enum Outcome {
    /** Done, now or at an earlier delivery. */
    DONE,
    /** Will never be done: the input is wrong. */
    REJECTED,
    /** Not done now; the same command may be sent again. */
    RETRY
  }
}
