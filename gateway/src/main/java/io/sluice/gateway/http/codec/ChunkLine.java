package io.sluice.gateway.http.codec;

import io.netty.buffer.ByteBuf;

/** The line before a chunk: its size in hex digits, then extensions, which are dropped. */
final class ChunkLine {
  private ChunkLine() {}

  /**
   * Reads the size.
   *
   * @param from where the line begins
   * @param lf where its line feed is
   */
  static long size(ByteBuf in, int from, int lf, int maxDigits) throws MalformedException {
    int end = lf - 1;
    if (end < from || in.getByte(end) != '\r') {
      throw malformed("chunk size line end without CR");
    }
    long size = 0;
    int pos = from;
    for (; pos < end; pos++) {
      int digit = Character.digit(in.getByte(pos), 16);
      if (digit < 0) {
        break;
      }
      size = size * 16 + digit;
    }
    if (pos == from || pos - from > maxDigits) {
      throw malformed("chunk size");
    }
    checkExtensions(in, pos, end);
    return size;
  }

  /**
   * Extensions end with the line in every reading: a line feed inside quotes, which some take for a
   * part of the value, is not in the grammar (RFC 9112 section 7.1.1).
   */
  private static void checkExtensions(ByteBuf in, int from, int end) throws MalformedException {
    int pos = from;
    while (pos < end) {
      if (in.getByte(pos) != ';') {
        throw malformed("after the chunk size");
      }
      pos = skipBlanks(in, pos + 1, end);
      pos = token(in, pos, end);
      if (pos < end && in.getByte(pos) == '=') {
        pos++;
        pos = pos < end && in.getByte(pos) == '"' ? quoted(in, pos, end) : token(in, pos, end);
      }
    }
  }

  private static int skipBlanks(ByteBuf in, int from, int end) {
    int pos = from;
    while (pos < end && (in.getByte(pos) == ' ' || in.getByte(pos) == '\t')) {
      pos++;
    }
    return pos;
  }

  private static int token(ByteBuf in, int from, int end) throws MalformedException {
    int pos = from;
    while (pos < end && HeadParser.inToken(in.getByte(pos))) {
      pos++;
    }
    if (pos == from) {
      throw malformed("chunk extension");
    }
    return pos;
  }

  private static int quoted(ByteBuf in, int from, int end) throws MalformedException {
    for (int pos = from + 1; pos < end; pos++) {
      int c = in.getByte(pos) & 0xff;
      if (c == '"') {
        return pos + 1;
      }
      if (c == '\\') {
        pos++;
        c = pos < end ? in.getByte(pos) & 0xff : 0;
      }
      if (c < 0x20 && c != '\t' || c == 0x7f) {
        throw malformed("chunk extension");
      }
    }
    throw malformed("quotes that are not closed in a chunk extension");
  }

  private static MalformedException malformed(String detail) {
    return MalformedException.badRequest(Flaw.BAD_CHUNK, detail);
  }
}
