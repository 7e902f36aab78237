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
      throw MalformedException.badRequest("chunk size line end without CR");
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
      throw MalformedException.badRequest("chunk size");
    }
    checkExtensions(in, pos, end);
    return size;
  }

  private static void checkExtensions(ByteBuf in, int from, int end) throws MalformedException {
    int pos = from;
    while (pos < end && (in.getByte(pos) == ' ' || in.getByte(pos) == '\t')) {
      pos++;
    }
    if (pos == end ? pos > from : in.getByte(pos) != ';') {
      throw MalformedException.badRequest("after the chunk size");
    }
    for (; pos < end; pos++) {
      int c = in.getByte(pos) & 0xff;
      if (c < 0x20 && c != '\t' || c == 0x7f) {
        throw MalformedException.badRequest("chunk extension");
      }
    }
  }
}
