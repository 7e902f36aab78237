package io.sluice.gateway.http.codec;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** What the head's parser notes of the fields that decide framing, routing and connections. */
final class Fields {
  /** 18 digits always fit a long. */
  private static final int MAX_LENGTH_DIGITS = 18;

  private static final AsciiString X_FORWARDED_FOR = AsciiString.cached("x-forwarded-for");
  private static final AsciiString X_FORWARDED_HOST = AsciiString.cached("x-forwarded-host");
  private static final AsciiString X_FORWARDED_PORT = AsciiString.cached("x-forwarded-port");
  private static final AsciiString X_FORWARDED_PROTO = AsciiString.cached("x-forwarded-proto");

  long contentLength = -1;
  String transferEncoding;
  String host;
  int hosts;
  boolean connection;
  boolean upgrade;
  boolean te;
  boolean trailers;
  boolean via;
  String expectation;
  int expectations;
  String maxForwards;
  int maxForwardsFields;

  /** Bits of {@link Flaw}s that do not end the parsing. */
  int flaws;

  /** Notes one field; two that contradict each other are an error. */
  void note(AsciiString name, AsciiString value) throws MalformedException {
    switch (name.length()) {
      case 2 -> {
        if (name.contentEqualsIgnoreCase(HttpHeaderNames.TE)) {
          te = true;
          trailers |= HttpHeaderValues.TRAILERS.contentEqualsIgnoreCase(value);
        }
      }
      case 3 -> via |= name.contentEqualsIgnoreCase(HttpHeaderNames.VIA);
      case 4 -> {
        if (name.contentEqualsIgnoreCase(HttpHeaderNames.HOST)) {
          host = value.toString();
          hosts++;
        }
      }
      case 6 -> {
        if (name.contentEqualsIgnoreCase(HttpHeaderNames.EXPECT)) {
          expectation = value.toString();
          expectations++;
        }
      }
      case 7 -> upgrade |= name.contentEqualsIgnoreCase(HttpHeaderNames.UPGRADE);
      case 10 -> connection |= name.contentEqualsIgnoreCase(HttpHeaderNames.CONNECTION);
      case 12 -> {
        if (name.contentEqualsIgnoreCase(HttpHeaderNames.MAX_FORWARDS)) {
          maxForwards = value.toString();
          maxForwardsFields++;
        }
      }
      case 14 -> {
        if (name.contentEqualsIgnoreCase(HttpHeaderNames.CONTENT_LENGTH)) {
          contentLength(value.toString());
        } else {
          noteLookalike(name, HttpHeaderNames.CONTENT_LENGTH);
        }
      }
      case 15 -> noteLookalike(name, X_FORWARDED_FOR);
      case 16 -> {
        noteLookalike(name, X_FORWARDED_HOST);
        noteLookalike(name, X_FORWARDED_PORT);
      }
      case 17 -> {
        if (name.contentEqualsIgnoreCase(HttpHeaderNames.TRANSFER_ENCODING)) {
          if (transferEncoding != null) {
            throw MalformedException.badRequest(
                Flaw.BAD_TRANSFER_ENCODING, "Transfer-Encoding is repeated");
          }
          transferEncoding = value.toString();
        } else {
          noteLookalike(name, HttpHeaderNames.TRANSFER_ENCODING);
          noteLookalike(name, X_FORWARDED_PROTO);
        }
      }
      default -> {
        // Decides nothing here.
      }
    }
  }

  /** Notes what of a head of HTTP/2 is not noted where that is read. */
  void noteTranslated(HttpHeaders headers) {
    Iterator<Map.Entry<CharSequence, CharSequence>> entries = headers.iteratorCharSequence();
    while (entries.hasNext()) {
      Map.Entry<CharSequence, CharSequence> entry = entries.next();
      CharSequence name = entry.getKey();
      switch (name.length()) {
        case 2 ->
            trailers |=
                HttpHeaderNames.TE.contentEqualsIgnoreCase(name)
                    && HttpHeaderValues.TRAILERS.contentEqualsIgnoreCase(entry.getValue());
        case 3 -> via |= HttpHeaderNames.VIA.contentEqualsIgnoreCase(name);
        case 6 -> expectations += HttpHeaderNames.EXPECT.contentEqualsIgnoreCase(name) ? 1 : 0;
        case 12 -> {
          if (HttpHeaderNames.MAX_FORWARDS.contentEqualsIgnoreCase(name)) {
            maxForwards = entry.getValue().toString();
            maxForwardsFields++;
          }
        }
        case 14, 15, 16, 17 -> flaws |= isLookalike(name) ? Flaw.LOOKALIKE_FIELD.bit() : 0;
        default -> {
          // Decides nothing here.
        }
      }
    }
  }

  /** Whether a field decides something here, so that its value must not be in doubt. */
  static boolean decides(AsciiString name) {
    return switch (name.toString().toLowerCase(Locale.ROOT)) {
      case "te",
          "via",
          "host",
          "expect",
          "upgrade",
          "connection",
          "max-forwards",
          "content-length",
          "transfer-encoding" ->
          true;
      default -> false;
    };
  }

  /** Whether the body is chunked; refuses every other use of Transfer-Encoding. */
  boolean chunked(boolean http11) throws MalformedException {
    if (transferEncoding == null) {
      return false;
    }
    if (!http11) {
      throw MalformedException.badRequest(
          Flaw.BAD_TRANSFER_ENCODING, "Transfer-Encoding in HTTP/1.0");
    }
    if (!TransferCodings.chunkedAlone(transferEncoding)) {
      throw TransferCodings.lastIsChunked(transferEncoding)
          ? new MalformedException(
              501, Flaw.BAD_TRANSFER_ENCODING, "Transfer-Encoding other than chunked")
          : MalformedException.badRequest(
              Flaw.BAD_TRANSFER_ENCODING, "Transfer-Encoding whose last coding is not chunked");
    }
    if (contentLength >= 0) {
      flaws |= Flaw.LENGTH_AND_CHUNKED.bit();
      contentLength = -1;
    }
    return true;
  }

  /** CGI and its like turn each character that is no letter or digit into the same one. */
  private void noteLookalike(AsciiString name, AsciiString of) {
    if (isLookalike(name, of)) {
      flaws |= Flaw.LOOKALIKE_FIELD.bit();
    }
  }

  private static boolean isLookalike(CharSequence name, AsciiString of) {
    boolean same = true;
    for (int i = 0; i < of.length(); i++) {
      char c = name.charAt(i);
      char expected = of.charAt(i);
      if (expected == '-') {
        same &= c == '-';
        if (Character.isLetterOrDigit(c)) {
          return false;
        }
      } else if (c != expected && AsciiString.toLowerCase(c) != expected) {
        return false;
      }
    }
    return !same;
  }

  /** Whether a name is a look-alike of a field that targets trust. */
  static boolean isLookalike(CharSequence name) {
    return switch (name.length()) {
      case 14 -> isLookalike(name, HttpHeaderNames.CONTENT_LENGTH);
      case 15 -> isLookalike(name, X_FORWARDED_FOR);
      case 16 -> isLookalike(name, X_FORWARDED_HOST) || isLookalike(name, X_FORWARDED_PORT);
      case 17 ->
          isLookalike(name, HttpHeaderNames.TRANSFER_ENCODING)
              || isLookalike(name, X_FORWARDED_PROTO);
      default -> false;
    };
  }

  private void contentLength(String value) throws MalformedException {
    if (value.indexOf(',') < 0) {
      contentLengthElement(value);
      return;
    }
    for (String element : value.split(",", -1)) {
      contentLengthElement(element.trim());
    }
  }

  private void contentLengthElement(String digits) throws MalformedException {
    long length = length(digits);
    if (contentLength < 0) {
      contentLength = length;
    } else if (contentLength == length) {
      flaws |= Flaw.DUPLICATE_CONTENT_LENGTH.bit();
    } else {
      throw MalformedException.badRequest(
          Flaw.CONFLICTING_CONTENT_LENGTH, "Content-Length values that differ");
    }
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      flaws |= Flaw.PADDED_CONTENT_LENGTH.bit();
    }
  }

  private static long length(String value) throws MalformedException {
    int digits = value.length();
    if (digits == 0 || digits > MAX_LENGTH_DIGITS) {
      throw MalformedException.badRequest(
          Flaw.BAD_CONTENT_LENGTH, "Content-Length is not a number in range");
    }
    long length = 0;
    for (int i = 0; i < digits; i++) {
      char digit = value.charAt(i);
      if (digit < '0' || digit > '9') {
        throw MalformedException.badRequest(
            Flaw.BAD_CONTENT_LENGTH, "Content-Length is not a number");
      }
      length = length * 10 + (digit - '0');
    }
    return length;
  }
}
