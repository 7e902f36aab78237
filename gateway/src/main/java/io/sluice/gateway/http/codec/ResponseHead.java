package io.sluice.gateway.http.codec;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** An answer's head and what the parser learned of it. */
public final class ResponseHead extends DefaultHttpResponse {
  /** Answers are read in the strict way whatever the listener's mode: targets can be mended. */
  static final int REFUSED =
      Flaw.DUPLICATE_CONTENT_LENGTH.bit() | Flaw.LENGTH_AND_CHUNKED.bit() | Flaw.FOLDED_FIELD.bit();

  private final Fields fields;
  private final BodyKind bodyKind;
  private final WireVersion version;
  private final int size;

  ResponseHead(
      HttpResponseStatus status,
      HttpHeaders headers,
      Fields fields,
      boolean http11,
      boolean toHeadRequest,
      int size)
      throws MalformedException {
    super(HttpVersion.HTTP_1_1, status, headers);
    this.fields = fields;
    this.version = http11 ? WireVersion.HTTP_1_1 : WireVersion.HTTP_1_0;
    this.size = size;
    if (Flaw.PADDED_CONTENT_LENGTH.in(fields.flaws)) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, fields.contentLength);
    }
    this.bodyKind = kind(status.code(), fields, http11, toHeadRequest);
  }

  /** A head that came by HTTP/2, where frames and not fields tell of the body's end. */
  ResponseHead(
      HttpResponseStatus status, HttpHeaders headers, Fields fields, BodyKind bodyKind, int size) {
    super(HttpVersion.HTTP_1_1, status, headers);
    this.fields = fields;
    this.version = WireVersion.HTTP_2;
    this.bodyKind = bodyKind;
    this.size = size;
  }

  private static BodyKind kind(int status, Fields fields, boolean http11, boolean toHeadRequest)
      throws MalformedException {
    boolean chunked = fields.chunked(http11);
    Flaw flaw = Flaw.first(fields.flaws & REFUSED, Flaw.Danger.AMBIGUOUS);
    if (flaw != null) {
      throw MalformedException.badRequest(flaw, "answer with two readings");
    }
    if (toHeadRequest || status < 200 || status == 204 || status == 304) {
      return BodyKind.NONE;
    }
    if (chunked) {
      return BodyKind.CHUNKED;
    }
    if (fields.contentLength < 0) {
      return BodyKind.UNTIL_CLOSE;
    }
    return fields.contentLength > 0 ? BodyKind.FIXED : BodyKind.NONE;
  }

  /** How the body's end is known. */
  public BodyKind bodyKind() {
    return bodyKind;
  }

  /** The Content-Length, or -1 without one. */
  public long contentLength() {
    return fields.contentLength;
  }

  /** Whether the target answered in HTTP/1.1 or newer (else 1.0). */
  public boolean http11() {
    return version != WireVersion.HTTP_1_0;
  }

  /** The version in which the target answered. */
  public WireVersion version() {
    return version;
  }

  /** Bytes of the head on the wire; of HTTP/2 those of names and values before compression. */
  public int size() {
    return size;
  }

  /** Whether a Connection field is there. */
  public boolean hasConnection() {
    return fields.connection;
  }

  /** Whether this is an interim answer that a final one follows. */
  public boolean interim() {
    return status().code() < 200 && status().code() != 101;
  }
}
