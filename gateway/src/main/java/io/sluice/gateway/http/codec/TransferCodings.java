package io.sluice.gateway.http.codec;

/** The value of Transfer-Encoding (RFC 9112 sections 6.1 and 7). */
final class TransferCodings {
  /** As it is sent; names of codings are not case-sensitive. */
  static final String CHUNKED = "chunked";

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  private TransferCodings() {}

  /** Whether chunked is the only coding. */
  static boolean chunkedAlone(String value) {
    return CHUNKED.equalsIgnoreCase(value);
  }

  /** Whether it is a list of codings whose last one, and no other, is chunked. */
  static boolean lastIsChunked(String value) {
    String[] codings = value.split(",", -1);
    for (int i = 0; i < codings.length; i++) {
      String coding = codings[i].strip();
      if (!coding.matches(TOKEN) || coding.equalsIgnoreCase(CHUNKED) != (i == codings.length - 1)) {
        return false;
      }
    }
    return true;
  }
}
