package io.sluice.e2e.bench;

import io.sluice.e2e.measure.Machine;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What took part in a run. */
final class Versions {
  private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?");

  private Versions() {}

  /** Machine and versions of all. */
  static String all() throws IOException {
    return Machine.description()
        + ", HAProxy "
        + first(Commands.run(List.of("haproxy", "-v")))
        + ", nginx "
        + first(Commands.run(List.of("nginx", "-v")))
        + ", Sluice of "
        + commit();
  }

  private static String commit() {
    try {
      return "commit " + Commands.run(List.of("git", "rev-parse", "--short", "HEAD")).strip();
    } catch (IllegalStateException e) {
      return "no commit";
    }
  }

  /** The first version number of a text. */
  static String first(String text) {
    Matcher number = NUMBER.matcher(text);
    return number.find() ? number.group() : "of unknown version";
  }
}
