package io.sluice.deploy.apply;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code ${NAME}} and {@code ${NAME:-default}} in a file's text, before it is read as YAML.
 * {@code $${} stands for {@code ${}. Comments are left alone.
 */
final class Variables {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}\\n]*))?\\}");

  private final Map<String, String> values;

  Variables(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * The text with its variables filled in; every line stays where it is.
   *
   * @throws FileError when a variable has neither value nor default, or a value of several lines
   */
  String fill(String file, String text) {
    StringBuilder filled = new StringBuilder();
    int number = 0;
    for (String line : text.split("(?<=\n)", -1)) {
      number++;
      filled.append(line.stripLeading().startsWith("#") ? line : fillLine(file, number, line));
    }
    return filled.toString();
  }

  private String fillLine(String file, int number, String line) {
    Matcher matcher = REFERENCE.matcher(line);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String value = matcher.group(1) == null ? "${" : value(file, number, matcher);
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(filled).toString();
  }

  private String value(String file, int number, Matcher matcher) {
    At at = new At(file, number, matcher.start() + 1);
    String name = matcher.group(1);
    String value = values.getOrDefault(name, matcher.group(3));
    if (value == null) {
      throw new FileError(at, "${" + name + "} has no value; give one by --var " + name + "=…");
    }
    if (value.indexOf('\n') >= 0) {
      throw new FileError(at, "the value of ${" + name + "} has several lines");
    }
    return value;
  }
}
