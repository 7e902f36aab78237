package io.sluice.deploy.apply;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the place of a field in a file. */
final class YamlPlace {
  private static final Pattern STEP = Pattern.compile("([A-Za-z]+)|\\[(\\d+)\\]");

  private YamlPlace() {}

  /** A field's value, or null when it was left out. */
  static Yaml child(Yaml yaml, String name) {
    return yaml instanceof Yaml.Mapping mapping ? mapping.entries().get(name) : null;
  }

  /** An item of a list, or the list when there is none. */
  static Yaml item(Yaml yaml, int index) {
    return yaml instanceof Yaml.Sequence list && index < list.items().size()
        ? list.items().get(index)
        : yaml;
  }

  /** REST's name of a field as files have it. */
  private static String nameInFile(String name) {
    return name.replaceFirst("Ids$", "s").replaceFirst("Id$", "").replaceFirst("Pem$", "File");
  }

  /**
   * The deepest place that a field's path leads to.
   *
   * @param path as REST names it, as {@code action.backendServices[0].backendServiceId}
   */
  static Yaml find(Yaml yaml, String path) {
    Yaml place = yaml;
    Matcher steps = STEP.matcher(path);
    while (steps.find()) {
      Yaml next;
      if (steps.group(2) != null) {
        next = item(place, Integer.parseInt(steps.group(2)));
      } else {
        String name = steps.group(1);
        next = child(place, name);
        if (next == null) {
          next = child(place, nameInFile(name));
        }
      }
      if (next == null) {
        return place;
      }
      place = next;
    }
    return place;
  }
}
