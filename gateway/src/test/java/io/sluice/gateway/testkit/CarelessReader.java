package io.sluice.gateway.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads requests as the most careless targets do, and answers as such clients: a bare line feed
 * ends a line, control bytes around values are spaces, any other byte of a name is a dash, whatever
 * contains «chunked» is chunked, numbers end where their digits end, what is behind them is
 * ignored.
 */
public final class CarelessReader {
  private static final Pattern NUMBER = Pattern.compile("\\+?([0-9]{1,9})");
  private static final Pattern SIZE = Pattern.compile("\\s*(?:0[xX])?([0-9A-Fa-f]{1,7})");

  private final String text;
  private int pos;

  private CarelessReader(String text) {
    this.text = text;
  }

  /**
   * A request or an answer.
   *
   * @param start what is taken for method and target, or for version and status
   * @param body decoded
   */
  public record Message(String start, String body) {}

  /** All complete messages of a text. */
  public static List<Message> messages(String text) {
    CarelessReader reader = new CarelessReader(text);
    List<Message> all = new ArrayList<>();
    for (Message next = reader.next(); next != null; next = reader.next()) {
      all.add(next);
    }
    return all;
  }

  private Message next() {
    String start = line();
    while (start != null && start.isEmpty()) {
      start = line();
    }
    if (start == null) {
      return null;
    }
    boolean answer = start.startsWith("HTTP/");
    int length = 0;
    boolean chunked = false;
    for (String line = line(); line == null || !line.isEmpty(); line = line()) {
      if (line == null) {
        return null;
      }
      int colon = Math.max(0, line.indexOf(':'));
      String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).replaceAll("[\\x00-\\x20\\x7f\\x85\\xa0]", "");
      // As CGI does, which no client is.
      switch (answer ? name : name.replaceAll("[^a-z0-9]", "-")) {
        case "content-length" -> {
          Matcher number = NUMBER.matcher(value);
          length = number.lookingAt() ? Integer.parseInt(number.group(1)) : 0;
        }
        case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).contains("chunked");
        default -> {
          // Tells nothing of the body's end.
        }
      }
    }
    String[] parts = start.strip().split("\\s+");
    // That an answer 304 has the length of another one is known to all.
    boolean none = answer && parts[1].equals("304");
    String body = none ? "" : chunked ? chunks() : bytes(length);
    return body == null ? null : new Message(parts[0] + ' ' + parts[1], body);
  }

  private String chunks() {
    StringBuilder body = new StringBuilder();
    while (true) {
      String line = line();
      if (line == null) {
        return null;
      }
      Matcher size = SIZE.matcher(line);
      int length = size.lookingAt() ? Integer.parseInt(size.group(1), 16) : 0;
      if (length == 0) {
        return trailersEnd() ? body.toString() : null;
      }
      String piece = bytes(length);
      if (piece == null) {
        return null;
      }
      body.append(piece);
      line();
    }
  }

  private boolean trailersEnd() {
    String line = line();
    while (line != null && !line.isEmpty()) {
      line = line();
    }
    return line != null;
  }

  private String bytes(int length) {
    if (text.length() - pos < length) {
      return null;
    }
    pos += length;
    return text.substring(pos - length, pos);
  }

  private String line() {
    int end = text.indexOf('\n', pos);
    if (end < 0) {
      return null;
    }
    String line = text.substring(pos, end);
    pos = end + 1;
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
