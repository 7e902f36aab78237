package io.sluice.gateway.persistence;

import io.sluice.contracts.model.Stickiness.SameSite;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** The Set-Cookie fields of answers. */
public final class SetCookie {
  private static final Pattern MAX_AGE = Pattern.compile("-?[0-9]+");

  private SetCookie() {}

  /**
   * A field of a gateway's cookie. Scripts cannot read it, and it is for all paths of the host.
   *
   * @param maxAgeSeconds how long the client keeps it; 0 for the session of a browser
   * @param secure whether the client came by HTTPS; without it {@code SameSite=None} is left out,
   *     as browsers would throw the cookie away
   */
  public static String field(
      String name, String value, int maxAgeSeconds, SameSite sameSite, boolean secure) {
    StringBuilder field = new StringBuilder(160);
    field.append(name).append('=').append(value).append("; Path=/");
    if (maxAgeSeconds > 0) {
      field.append("; Max-Age=").append(maxAgeSeconds);
    }
    field.append("; HttpOnly");
    if (secure) {
      field.append("; Secure");
    }
    switch (sameSite) {
      case LAX -> field.append("; SameSite=Lax");
      case STRICT -> field.append("; SameSite=Strict");
      case NONE -> field.append(secure ? "; SameSite=None" : "");
    }
    return field.toString();
  }

  /** Whether a Set-Cookie field is of a cookie of this name. */
  public static boolean isOf(String field, String name) {
    int semicolon = field.indexOf(';');
    int end = semicolon < 0 ? field.length() : semicolon;
    int equals = field.indexOf('=');
    return equals >= 0 && equals < end && field.substring(0, equals).strip().equals(name);
  }

  /** A field that makes the client forget a gateway's cookie. */
  public static String end(String name, boolean secure) {
    return name + "=; Path=/; Max-Age=0; HttpOnly" + (secure ? "; Secure" : "");
  }

  /** The value that a Set-Cookie field sets. */
  public static String value(String field) {
    int semicolon = field.indexOf(';');
    int end = semicolon < 0 ? field.length() : semicolon;
    return field.substring(field.indexOf('=') + 1, end).strip();
  }

  /**
   * Whether a Set-Cookie field makes the client forget the cookie: by a Max-Age of 0 or less, by an
   * Expires in the past when there is no Max-Age, or by an empty value.
   */
  public static boolean ends(String field, long nowMillis) {
    if (value(field).isEmpty()) {
      return true;
    }
    String maxAge = attribute(field, "max-age");
    if (maxAge != null && MAX_AGE.matcher(maxAge).matches()) {
      return maxAge.startsWith("-") || maxAge.chars().allMatch(digit -> digit == '0');
    }
    String expires = attribute(field, "expires");
    return expires != null && isPast(expires, nowMillis);
  }

  private static boolean isPast(String date, long nowMillis) {
    try {
      return ZonedDateTime.parse(date.replace('-', ' '), DateTimeFormatter.RFC_1123_DATE_TIME)
              .toInstant()
              .toEpochMilli()
          <= nowMillis;
    } catch (DateTimeParseException e) {
      // Browsers then keep it for the session.
      return false;
    }
  }

  /** The last value of an attribute, as browsers take it; null without any. */
  private static String attribute(String field, String lowerCaseName) {
    String found = null;
    int start = field.indexOf(';') + 1;
    while (start > 0) {
      int next = field.indexOf(';', start);
      String attribute = field.substring(start, next < 0 ? field.length() : next);
      int equals = attribute.indexOf('=');
      if (equals >= 0 && attribute.substring(0, equals).strip().equalsIgnoreCase(lowerCaseName)) {
        found = attribute.substring(equals + 1).strip();
      }
      start = next + 1;
    }
    return found;
  }
}
