package io.sluice.contracts.command;

import java.util.List;
import java.util.UUID;

/**
 * Answers a {@link UsageQuery}.
 *
 * @param users up to 20 of those who use it; empty when none does
 */
public record UsageAnswer(List<User> users) {
  /**
   * One that refers to the object.
   *
   * @param kind as in its REST path, singular: {@code listener}, {@code rule}, {@code
   *     webhook-source}
   * @param id its id
   * @param name its name
   */
  public record User(String kind, UUID id, String name) {}
}
