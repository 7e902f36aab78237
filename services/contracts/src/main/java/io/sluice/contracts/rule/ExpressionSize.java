package io.sluice.contracts.rule;

/**
 * How large an expression gets when its counted repetitions are written out. It is known before the
 * expression is compiled: {@code ((x{1000}){1000}){1000}} would fill the memory.
 */
final class ExpressionSize {
  private final String text;
  private int at;

  private ExpressionSize(String text) {
    this.text = text;
  }

  /** Characters, classes and groups, each counted as often as it is repeated at most. */
  static long of(String expression) {
    return new ExpressionSize(expression).alternatives();
  }

  /** Up to the end of the group that is open. */
  private long alternatives() {
    long all = 1;
    long last = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case ')' -> {
          return saturated(all + last);
        }
        case '{' -> last = saturated(last * repetitions());
        case '*', '+', '?' -> last = saturated(last + 1);
        default -> {
          all = saturated(all + last);
          last = atom(c);
        }
      }
    }
    return saturated(all + last);
  }

  private long atom(char first) {
    switch (first) {
      case '(' -> {
        return alternatives() + 1;
      }
      case '[' -> skipClass();
      case '\\' -> at++;
      default -> {
        // A character stands for itself.
      }
    }
    return 1;
  }

  /** The largest number of {@code n}, {@code n,} or {@code n,m}; 1 when it is none of them. */
  private long repetitions() {
    int end = text.indexOf('}', at);
    if (end < 0 || end - at > 12) {
      return 1;
    }
    long most = 1;
    for (String number : text.substring(at, end).split(",", -1)) {
      if (!number.isEmpty()) {
        if (!number.chars().allMatch(c -> c >= '0' && c <= '9')) {
          return 1;
        }
        most = Math.max(most, Long.parseLong(number));
      }
    }
    at = end + 1;
    return most + 1;
  }

  private void skipClass() {
    at += text.startsWith("^", at) ? 1 : 0;
    at += text.startsWith("]", at) ? 1 : 0;
    while (at < text.length() && text.charAt(at) != ']') {
      int named = text.startsWith("[:", at) ? text.indexOf(":]", at) : -1;
      at = named >= 0 ? named + 2 : at + (text.charAt(at) == '\\' ? 2 : 1);
    }
    at++;
  }

  private static long saturated(long size) {
    return Math.min(size, Integer.MAX_VALUE);
  }
}
