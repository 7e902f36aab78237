package io.sluice.registry.domain;

import java.util.regex.Pattern;

/** Names of zones and fault domains. */
public final class Labels {
  /** What is valid, in words. */
  public static final String ALLOWED = "1-63 letters, digits, '-', '_' or '.'";

  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._-]{1,63}");

  private Labels() {}

  /** Whether a text names a zone or fault domain. */
  public static boolean isValid(String text) {
    return LABEL.matcher(text).matches();
  }
}
