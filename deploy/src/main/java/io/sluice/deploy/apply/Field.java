package io.sluice.deploy.apply;

/**
 * A field of an object.
 *
 * @param name its name in a file
 * @param restName its name in REST
 * @param type what it holds
 * @param standard the value when it is left out: String, Long, Boolean or an empty list; null for
 *     none, and for objects their fields' standards; {@link #ABSENT}
 * @param need whether it may be left out or changed
 */
record Field(String name, String restName, Type type, Object standard, Need need) {
  /** As standard of an object: it is absent, where others are there with all their standards. */
  static final Object ABSENT = new Object();

  enum Need {
    OPTIONAL,
    REQUIRED,
    /** Required, and never changed in place. */
    FIXED,
    /** May be left out, and is never changed in place. */
    OPTIONAL_FIXED
  }

  static Field optional(String name, Type type, Object standard) {
    return new Field(name, name, type, standard, Need.OPTIONAL);
  }

  static Field required(String name, Type type) {
    return new Field(name, name, type, null, Need.REQUIRED);
  }

  static Field fixed(String name, Type type) {
    return new Field(name, name, type, null, Need.FIXED);
  }

  boolean isRequired() {
    return need == Need.REQUIRED || need == Need.FIXED;
  }

  boolean isFixed() {
    return need == Need.FIXED || need == Need.OPTIONAL_FIXED;
  }
}
