package io.sluice.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;

/**
 * Encodes fields by HPACK with the static table alone, as HAProxy and nginx do: no state, no search
 * in a table of past answers, nothing for an attacker to measure (RFC 7541 section 7.1).
 */
final class FieldEncoder {
  /** Begins a connection's first block: the dynamic table is never used. */
  static final int EMPTY_TABLE = 0x20;

  private static final int STATUS_INDEX = 8;

  /** Names of the static table with their index (RFC 7541 appendix A), those that answers have. */
  private static final String[] STATIC = {
    "accept-ranges",
    "18",
    "access-control-allow-origin",
    "20",
    "age",
    "21",
    "allow",
    "22",
    "cache-control",
    "24",
    "content-disposition",
    "25",
    "content-encoding",
    "26",
    "content-language",
    "27",
    "content-length",
    "28",
    "content-location",
    "29",
    "content-range",
    "30",
    "content-type",
    "31",
    "date",
    "33",
    "etag",
    "34",
    "expires",
    "36",
    "last-modified",
    "44",
    "link",
    "45",
    "location",
    "46",
    "proxy-authenticate",
    "48",
    "refresh",
    "52",
    "retry-after",
    "53",
    "server",
    "54",
    "set-cookie",
    "55",
    "strict-transport-security",
    "56",
    "vary",
    "59",
    "via",
    "60",
    "www-authenticate",
    "61",
  };

  private static final int SLOTS = 128;
  private static final AsciiString[] NAMES = new AsciiString[SLOTS];
  private static final int[] INDEXES = new int[SLOTS];

  static {
    for (int i = 0; i < STATIC.length; i += 2) {
      AsciiString name = AsciiString.cached(STATIC[i]);
      int slot = slot(name);
      while (NAMES[slot] != null) {
        slot = slot + 1 & SLOTS - 1;
      }
      NAMES[slot] = name;
      INDEXES[slot] = Integer.parseInt(STATIC[i + 1]);
    }
  }

  private FieldEncoder() {}

  private static int slot(AsciiString name) {
    int hash = name.hashCode();
    return (hash ^ hash >>> 15) & SLOTS - 1;
  }

  private static int index(AsciiString name) {
    int slot = slot(name);
    while (NAMES[slot] != null) {
      if (NAMES[slot].contentEqualsIgnoreCase(name)) {
        return INDEXES[slot];
      }
      slot = slot + 1 & SLOTS - 1;
    }
    return 0;
  }

  /**
   * Encodes a block. Fields that belong to a connection of HTTP/1 are left out.
   *
   * @param status the pseudo-header, or 0 for none
   */
  static void encode(int status, HttpHeaders fields, ByteBuf out) {
    if (status > 0) {
      status(status, out);
    }
    Iterator<Map.Entry<CharSequence, CharSequence>> entries = fields.iteratorCharSequence();
    while (entries.hasNext()) {
      Map.Entry<CharSequence, CharSequence> entry = entries.next();
      AsciiString name = AsciiString.of(entry.getKey());
      if (!ofConnection(name)) {
        field(name, entry.getValue(), out);
      }
    }
  }

  private static boolean ofConnection(AsciiString name) {
    return switch (name.length()) {
      case 10 -> name.contentEqualsIgnoreCase(HttpHeaderNames.CONNECTION);
      case 17 -> name.contentEqualsIgnoreCase(HttpHeaderNames.TRANSFER_ENCODING);
      default -> false;
    };
  }

  private static void status(int status, ByteBuf out) {
    int index =
        switch (status) {
          case 200 -> 8;
          case 204 -> 9;
          case 206 -> 10;
          case 304 -> 11;
          case 400 -> 12;
          case 404 -> 13;
          case 500 -> 14;
          default -> 0;
        };
    if (index > 0) {
      out.writeByte(0x80 | index);
    } else {
      out.writeByte(STATUS_INDEX);
      out.writeByte(3);
      out.writeByte('0' + status / 100);
      out.writeByte('0' + status / 10 % 10);
      out.writeByte('0' + status % 10);
    }
  }

  /** A literal that is not indexed; one that no one may index when it is a secret. */
  private static void field(AsciiString name, CharSequence value, ByteBuf out) {
    int index = index(name);
    boolean secret = index == 55;
    integer(secret ? 0x10 : 0, 4, index, out);
    if (index == 0) {
      integer(0, 7, name.length(), out);
      for (int i = 0; i < name.length(); i++) {
        out.writeByte(lower(name.byteAt(i)));
      }
    }
    integer(0, 7, value.length(), out);
    ByteBufUtil.writeAscii(out, value);
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }

  /** An integer with a prefix of so many bits (RFC 7541 section 5.1). */
  private static void integer(int first, int bits, int value, ByteBuf out) {
    int max = (1 << bits) - 1;
    if (value < max) {
      out.writeByte(first | value);
      return;
    }
    out.writeByte(first | max);
    int rest = value - max;
    while (rest >= 0x80) {
      out.writeByte(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }
}
