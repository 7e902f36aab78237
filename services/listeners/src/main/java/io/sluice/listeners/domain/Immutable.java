package io.sluice.listeners.domain;

import java.util.Objects;

/** Fields that keep the value they were created with. */
final class Immutable {
  private Immutable() {}

  static void check(String field, Object stored, Object next, String kind, Violations violations) {
    violations.require(
        Objects.equals(stored, next),
        field,
        next,
        (stored == null ? "none" : stored)
            + " (immutable; create another "
            + kind
            + " for another value)");
  }
}
