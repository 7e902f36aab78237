package io.sluice.gateway.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as a reader understands it that is strict, slow, and shares no line with the gateway:
 * regular expressions over RFC 9112.
 *
 * @param start method, target and version, each separated by one space
 * @param fields {@code name: value}, names in lower case, without those of framing
 * @param body decoded
 * @param trailers as fields
 * @param end where the next message begins
 */
public record StrictMessage(
    String start, List<String> fields, String body, List<String> trailers, int end) {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern START =
      Pattern.compile(TOKEN + " (?:\\*|/[!-~&&[^#]]*) HTTP/1\\.[01]");
  private static final Pattern FIELD =
      Pattern.compile("(" + TOKEN + "):[ \t]*((?:[\\x21-\\x7e\\x80-\\xff \t]*[^ \t])?)[ \t]*");
  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,15})");

  /** Why a text is no message. */
  public static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Malformed(String what) {
      super(what);
    }
  }

  /**
   * Reads the first request of a text.
   *
   * @return null when it is not complete
   */
  public static StrictMessage request(String text) {
    int headEnd = text.indexOf("\r\n\r\n");
    if (headEnd < 0) {
      return null;
    }
    String[] lines = text.substring(0, headEnd).split("\r\n", -1);
    if (!START.matcher(lines[0]).matches()) {
      throw new Malformed("start line " + lines[0]);
    }
    List<String> all = fields(lines, 1);
    List<String> lengths = values(all, "content-length");
    List<String> codings = values(all, "transfer-encoding");
    if (lengths.size() + codings.size() > 1 || values(all, "host").size() != 1) {
      throw new Malformed("framing or host of " + all);
    }
    all.removeIf(f -> f.startsWith("content-length:") || f.startsWith("transfer-encoding:"));
    int from = headEnd + 4;
    if (!codings.isEmpty()) {
      if (!codings.getFirst().equals("chunked")) {
        throw new Malformed("coding " + codings);
      }
      return chunked(lines[0], all, text, from);
    }
    int length = 0;
    if (!lengths.isEmpty()) {
      if (!lengths.getFirst().matches("0|[1-9][0-9]{0,8}")) {
        throw new Malformed("length " + lengths);
      }
      length = Integer.parseInt(lengths.getFirst());
    }
    return text.length() < from + length
        ? null
        : new StrictMessage(
            lines[0], all, text.substring(from, from + length), List.of(), from + length);
  }

  private static StrictMessage chunked(String start, List<String> fields, String text, int from) {
    StringBuilder body = new StringBuilder();
    int pos = from;
    while (true) {
      int lineEnd = text.indexOf("\r\n", pos);
      if (lineEnd < 0) {
        return null;
      }
      Matcher size = CHUNK.matcher(text.substring(pos, lineEnd));
      if (!size.matches()) {
        throw new Malformed("chunk line");
      }
      int length = (int) Long.parseLong(size.group(1), 16);
      pos = lineEnd + 2;
      if (length == 0) {
        break;
      }
      if (text.length() < pos + length + 2) {
        return null;
      }
      if (!text.startsWith("\r\n", pos + length)) {
        throw new Malformed("chunk end");
      }
      body.append(text, pos, pos + length);
      pos += length + 2;
    }
    if (text.startsWith("\r\n", pos)) {
      return new StrictMessage(start, fields, body.toString(), List.of(), pos + 2);
    }
    int end = text.indexOf("\r\n\r\n", pos);
    return end < 0
        ? null
        : new StrictMessage(
            start,
            fields,
            body.toString(),
            fields(text.substring(pos, end).split("\r\n", -1), 0),
            end + 4);
  }

  private static List<String> fields(String[] lines, int from) {
    List<String> fields = new ArrayList<>();
    for (int i = from; i < lines.length; i++) {
      Matcher field = FIELD.matcher(lines[i]);
      if (!field.matches()) {
        throw new Malformed("field " + lines[i]);
      }
      fields.add(field.group(1).toLowerCase(Locale.ROOT) + ": " + field.group(2));
    }
    return fields;
  }

  private static List<String> values(List<String> fields, String name) {
    return fields.stream()
        .filter(f -> f.startsWith(name + ": "))
        .map(f -> f.substring(name.length() + 2))
        .toList();
  }

  /** The same without some fields. */
  public StrictMessage without(List<String> names) {
    List<String> kept =
        fields.stream().filter(f -> !names.contains(f.substring(0, f.indexOf(':')))).toList();
    return new StrictMessage(start, kept, body, trailers, end);
  }

  /** Whether two requests mean the same; the order of fields of different names means nothing. */
  public boolean means(StrictMessage other) {
    return start.equals(other.start)
        && fields.stream()
            .sorted(StrictMessage::byName)
            .toList()
            .equals(other.fields.stream().sorted(StrictMessage::byName).toList())
        && Objects.equals(body, other.body)
        && trailers.equals(other.trailers);
  }

  private static int byName(String a, String b) {
    return a.substring(0, a.indexOf(':')).compareTo(b.substring(0, b.indexOf(':')));
  }
}
