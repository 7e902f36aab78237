package io.sluice.listeners.domain;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** PEM (RFC 7468): blocks with a label; what stands between them is not looked at. */
final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  /**
   * A block.
   *
   * @param label as {@code CERTIFICATE}
   * @param content the decoded bytes; null when they are no base64, as with the headers of an
   *     encrypted key
   */
  record Block(String label, byte[] content) {}

  /** All blocks, in order; null when one is not closed. */
  static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int labelAt = begin + BEGIN.length();
      int labelEnd = text.indexOf(DASHES, labelAt);
      if (labelEnd < 0) {
        return null;
      }
      String label = text.substring(labelAt, labelEnd);
      String last = END + label + DASHES;
      int bodyAt = labelEnd + DASHES.length();
      int end = text.indexOf(last, bodyAt);
      if (end < 0) {
        return null;
      }
      blocks.add(new Block(label, decode(text.substring(bodyAt, end))));
      begin = text.indexOf(BEGIN, end + last.length());
    }
    return blocks;
  }

  /** A block as text. */
  static String write(String label, byte[] content) {
    return BEGIN
        + label
        + DASHES
        + "\n"
        + LINES.encodeToString(content)
        + "\n"
        + END
        + label
        + DASHES
        + "\n";
  }

  private static byte[] decode(String body) {
    try {
      return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
