package io.sluice.registry.domain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The list of status codes that a health check takes as good: {@code 200-399,404}. */
public final class ExpectedCodes {
  /** What is valid, in words. */
  public static final String ALLOWED =
      "codes and ranges of 100-599 separated by commas, as 200-399,404; at most 20";

  private static final int MOST = 20;
  private static final Pattern PART = Pattern.compile("([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");

  private ExpectedCodes() {}

  /** Whether a text is such a list. */
  public static boolean isValid(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length > MOST) {
      return false;
    }
    for (String part : parts) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()
          || (matcher.group(2) != null
              && Integer.parseInt(matcher.group(2)) < Integer.parseInt(matcher.group(1)))) {
        return false;
      }
    }
    return true;
  }
}
