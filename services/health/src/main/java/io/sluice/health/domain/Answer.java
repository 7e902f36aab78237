package io.sluice.health.domain;

import java.util.Optional;

/** Reads a target's answer as it comes, and judges it. */
public interface Answer {
  /**
   * Takes in the next bytes.
   *
   * @return the verdict, once there is one
   * @throws MalformedAnswer when they are not of the protocol
   */
  Optional<Verdict> feed(byte[] data) throws MalformedAnswer;

  /** The target has closed: the verdict when that ends the answer as it should. */
  Optional<Verdict> end();
}
