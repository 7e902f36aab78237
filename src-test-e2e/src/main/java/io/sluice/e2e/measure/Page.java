package io.sluice.e2e.measure;

import io.sluice.e2e.suite.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A page of {@code docs}, whose measured parts stand between {@code <!-- name -->} and {@code <!--
 * /name -->}.
 */
public final class Page {
  /** The page of most measured parts. */
  static final String PERFORMANCE = "performance.md";

  private Page() {}

  /** The lines of a part of {@code performance.md}, without its marks. */
  public static List<String> read(String name) throws IOException {
    String text = Files.readString(path(PERFORMANCE));
    return text.substring(begin(text, name), end(text, name)).strip().lines().toList();
  }

  /** Replaces the lines of a part of {@code performance.md}. */
  public static void write(String name, List<String> lines) throws IOException {
    write(PERFORMANCE, name, lines);
  }

  /** Replaces a part's lines. */
  static void write(String page, String name, List<String> lines) throws IOException {
    Path path = path(page);
    String text = Files.readString(path);
    Files.writeString(
        path,
        text.substring(0, begin(text, name))
            + "\n"
            + String.join("\n", lines)
            + "\n"
            + text.substring(end(text, name)));
  }

  private static int begin(String text, String name) {
    String mark = "<!-- " + name + " -->";
    return require(text.indexOf(mark), mark) + mark.length();
  }

  private static int end(String text, String name) {
    String mark = "<!-- /" + name + " -->";
    return require(text.indexOf(mark), mark);
  }

  private static int require(int index, String mark) {
    if (index < 0) {
      throw new IllegalArgumentException("the page has no " + mark);
    }
    return index;
  }

  private static Path path(String page) {
    return Launcher.find().project().resolve("docs").resolve(page);
  }
}
