package io.sluice.health.domain;

import java.util.ArrayList;
import java.util.List;

/**
 * The status codes that a health check takes for success.
 *
 * @param ranges closed ranges; a single code is a range of one
 */
public record ExpectedCodes(List<Range> ranges) {

  /**
   * A closed range of codes.
   *
   * @param from lowest, 100-599
   * @param to highest, 100-599
   */
  public record Range(int from, int to) {}

  /**
   * Parses a list such as {@code 200-399,404}.
   *
   * @throws IllegalArgumentException when it is not a list of codes and ranges
   */
  public static ExpectedCodes parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] ends = part.strip().split("-", -1);
      if (ends.length > 2) {
        throw new IllegalArgumentException("not a code or a range: " + part);
      }
      int from = code(ends[0]);
      int to = code(ends[ends.length - 1]);
      if (from > to) {
        throw new IllegalArgumentException("range is upside down: " + part);
      }
      ranges.add(new Range(from, to));
    }
    return new ExpectedCodes(List.copyOf(ranges));
  }

  /** Whether the code is one of them. */
  public boolean contains(int code) {
    for (Range range : ranges) {
      if (range.from <= code && code <= range.to) {
        return true;
      }
    }
    return false;
  }

  private static int code(String text) {
    int code = Integer.parseInt(text.strip());
    if (code < 100 || code > 599) {
      throw new IllegalArgumentException("not a status code: " + text);
    }
    return code;
  }
}
