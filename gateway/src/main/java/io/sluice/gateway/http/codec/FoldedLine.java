package io.sluice.gateway.http.codec;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;

/**
 * A line that continues the field before it (RFC 9112 section 5.2). Some read it so, some as a
 * field of its own, some stop there. It is joined to one line and noted; the rest is policy.
 */
final class FoldedLine {
  private FoldedLine() {}

  /**
   * Joins the line to the last value.
   *
   * @param at where a name was expected
   * @param name of the field before; null when there is none
   * @param fields null for trailers, which are not folded
   * @return where the next line begins
   * @throws MalformedException when it is no such line, or its field decides something
   */
  static int unfold(byte[] b, int at, AsciiString name, HttpHeaders into, Fields fields)
      throws MalformedException {
    if (name == null || fields == null || b[at] != ' ' && b[at] != '\t' || Fields.decides(name)) {
      throw MalformedException.badRequest(
          fields == null ? Flaw.BAD_TRAILER : Flaw.BAD_FIELD, "header field name");
    }
    int end = HeadParser.skipValue(b, at);
    if (b[end] != '\r' || b[end + 1] != '\n') {
      throw MalformedException.badRequest(Flaw.BAD_FIELD, "header field value");
    }
    List<String> values = into.getAll(name);
    String more = HeadParser.text(b, at, end).strip();
    if (more.isEmpty()) {
      throw MalformedException.badRequest(Flaw.BAD_FIELD, "line of spaces");
    }
    List<String> joined = new ArrayList<>(values);
    joined.set(joined.size() - 1, (joined.getLast() + " " + more).strip());
    into.set(name, joined);
    fields.flaws |= Flaw.FOLDED_FIELD.bit();
    return end + 2;
  }
}
