package io.sluice.listeners.domain;

import java.text.Normalizer;

/** Names and descriptions, the same for every kind of object. */
final class Names {
  static final int MAX_NAME = 63;
  static final int MAX_DESCRIPTION = 256;
  static final String ALLOWED_NAME = "1-63 characters: Unicode letters, digits 0-9 and hyphens";

  private Names() {}

  /** The name in composed form, so that names that look alike are alike. */
  static String name(String field, String value, Violations violations) {
    if (!violations.present(field, value, ALLOWED_NAME)) {
      return null;
    }
    String name = Normalizer.normalize(value, Normalizer.Form.NFC);
    int length = name.codePointCount(0, name.length());
    boolean ok =
        length >= 1 && length <= MAX_NAME && name.codePoints().allMatch(Names::isNameCharacter);
    violations.require(ok, field, value, ALLOWED_NAME);
    return name;
  }

  static String description(String field, String value, Violations violations) {
    if (value == null) {
      return "";
    }
    boolean ok =
        value.codePointCount(0, value.length()) <= MAX_DESCRIPTION
            && value.codePoints().noneMatch(Names::isForbiddenInText);
    violations.require(ok, field, value, "at most 256 characters without control characters");
    return value;
  }

  private static boolean isNameCharacter(int c) {
    return c == '-' || (c >= '0' && c <= '9') || Character.isLetter(c);
  }

  /** A lone surrogate has no UTF-8 form, and PostgreSQL stores no NUL. */
  private static boolean isForbiddenInText(int c) {
    return Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF);
  }
}
