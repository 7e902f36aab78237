package io.sluice.deploy.apply;

import java.util.List;

/**
 * One difference between what is asked for and what is there.
 *
 * @param action what is to be done
 * @param key the object
 * @param desired what is asked for; null for {@link Action#DELETE}
 * @param current what is there; null for {@link Action#CREATE}
 * @param fields the fields that differ
 */
record Change(Action action, Key key, Desired desired, Current current, List<FieldChange> fields) {
  enum Action {
    CREATE("+"),
    UPDATE("~"),
    /** A field that cannot change does: deleted and created again. */
    REPLACE("-/+"),
    DELETE("-");

    private final String sign;

    Action(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }

  /**
   * A field's change.
   *
   * @param field its path in the object
   * @param before what it was, or null
   * @param after what it becomes, or null
   */
  record FieldChange(String field, String before, String after) {
    @Override
    public String toString() {
      return field
          + ": "
          + (before == null ? "none" : before)
          + " → "
          + (after == null ? "none" : after);
    }
  }
}
