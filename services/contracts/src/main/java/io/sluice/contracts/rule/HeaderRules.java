package io.sluice.contracts.rule;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which header fields rules may look at and change, and what may stand in them. */
public final class HeaderRules {
  /** The most characters of a value. */
  public static final int MAX_VALUE = 4096;

  /** What the name of a changeable field looks like, for a person. */
  public static final String EDITABLE =
      "the name of a header field, 1-128 letters, digits, - and the like; not one that frames a"
          + " message or belongs to a connection (Connection, Content-Length, Expect, Host,"
          + " HTTP2-Settings, Keep-Alive, Max-Forwards, Proxy-Connection, TE, Trailer,"
          + " Transfer-Encoding, Upgrade, Via), nor one that looks like it";

  /** What the name of a field that a condition looks at is, for a person. */
  public static final String READABLE =
      "the name of a header field, 1-128 letters, digits, - and the like; not one of a connection"
          + " (Connection, HTTP2-Settings, Keep-Alive, Proxy-Connection, TE, Transfer-Encoding,"
          + " Upgrade), nor Host, for which rules have a field of their own";

  /** What a value looks like, for a person. */
  public static final String VALUE =
      "at most 4096 visible ASCII characters with spaces between them, or nothing";

  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
  private static final Pattern TEXT = Pattern.compile("(?:[!-~](?:[ -~]*[!-~])?)?");
  private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^a-z0-9]");

  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "http2-settings",
          "keep-alive",
          "proxy-connection",
          "te",
          "transfer-encoding",
          "upgrade");
  private static final Set<String> OF_THE_MESSAGE =
      Set.of("content-length", "expect", "host", "max-forwards", "trailer", "via");

  private HeaderRules() {}

  /** Whether a rule may set, add or remove a field. */
  public static boolean isEditable(String name) {
    if (!NAME.matcher(name).matches()) {
      return false;
    }
    // CGI and its like take other characters for dashes.
    String read = NEITHER_LETTER_NOR_DIGIT.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
    return !OF_THE_CONNECTION.contains(read) && !OF_THE_MESSAGE.contains(read);
  }

  /** Whether a condition may look at a field. */
  public static boolean isReadable(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return NAME.matcher(name).matches()
        && !OF_THE_CONNECTION.contains(lower)
        && !lower.equals("host");
  }

  /** Whether a text can be the value of a field: it has no control character. */
  public static boolean isValue(String text) {
    return text.length() <= MAX_VALUE && TEXT.matcher(text).matches();
  }
}
