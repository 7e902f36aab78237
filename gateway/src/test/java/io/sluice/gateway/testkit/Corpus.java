package io.sluice.gateway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Reads cases of HTTP messages from a text file; refused.txt says how it is written. */
public final class Corpus {
  private static final String VARIANT = "\\e";

  private final List<Case> cases = new ArrayList<>();
  private String[] head = {};
  private String name;
  private StringBuilder sent = new StringBuilder();
  private StringBuilder expected;
  private List<String> variants = new ArrayList<>();

  private Corpus() {}

  /**
   * A case.
   *
   * @param status what is answered
   * @param flaw name of the flaw that is counted, or {@code -}
   * @param late whether the flaw is behind the head
   * @param name what it is
   * @param sent the bytes as Latin-1
   * @param expected what comes out of them at the other side, or null when it is the same
   */
  public record Case(
      int status, String flaw, boolean late, String name, String sent, String expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** All cases of a resource beside a class. */
  public static List<Case> of(Class<?> beside, String resource) {
    try (InputStream in = beside.getResourceAsStream(resource)) {
      Corpus corpus = new Corpus();
      new String(in.readAllBytes(), UTF_8).lines().forEach(corpus::line);
      corpus.finish();
      return List.copyOf(corpus.cases);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(String line) {
    if (line.startsWith("[")) {
      finish();
      int end = line.indexOf(']');
      head = line.substring(1, end).split(" ");
      name = line.substring(end + 2);
    } else if (line.startsWith("@bytes ")) {
      for (String range : line.substring(7).split(" ")) {
        int from = HexFormat.fromHexDigits(range.substring(0, 2));
        int to = HexFormat.fromHexDigits(range.substring(range.length() - 2));
        for (int b = from; b <= to; b++) {
          variants.add("\\x" + String.format(Locale.ROOT, "%02x", b));
        }
      }
    } else if (line.startsWith("@ ")) {
      variants.add(line.substring(2));
    } else if (line.equals("=>")) {
      expected = new StringBuilder();
    } else if (!line.isBlank() && !line.startsWith("#")) {
      (expected == null ? sent : expected).append(line);
    }
  }

  private void finish() {
    if (name != null) {
      if (variants.isEmpty()) {
        add(name, "");
      }
      variants.forEach(variant -> add(name + ": " + variant, variant));
    }
    name = null;
    sent = new StringBuilder();
    expected = null;
    variants = new ArrayList<>();
  }

  private void add(String caseName, String variant) {
    cases.add(
        new Case(
            Integer.parseInt(head[0]),
            head[1],
            head.length > 2,
            caseName.length() > 100 ? caseName.substring(0, 100) : caseName,
            bytes(sent.toString().replace(VARIANT, variant)),
            expected == null ? null : bytes(expected.toString().replace(VARIANT, variant))));
  }

  /** Turns the notation into bytes, as Latin-1. */
  private static String bytes(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      i++;
      switch (text.charAt(i)) {
        case 'r' -> out.append('\r');
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 's' -> out.append(' ');
        case '0' -> out.append('\0');
        case '\\' -> out.append('\\');
        case 'x' -> {
          out.append((char) HexFormat.fromHexDigits(text, i + 1, i + 3));
          i += 2;
        }
        case '{' -> {
          int end = text.indexOf('}', i);
          int times = text.lastIndexOf('*', end);
          out.append(
              bytes(text.substring(i + 1, times))
                  .repeat(Integer.parseInt(text.substring(times + 1, end))));
          i = end;
        }
        default -> throw new IllegalArgumentException("escape in " + text);
      }
    }
    return out.toString();
  }
}
