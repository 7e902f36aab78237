package io.sluice.gateway.http.codec;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;

/** A request's head and what the parser learned of it on its only way through the bytes. */
public final class RequestHead extends DefaultHttpRequest {
  private final Fields fields;
  private final BodyKind bodyKind;
  private final boolean http11;
  private final int size;

  RequestHead(
      HttpMethod method,
      String target,
      HttpHeaders headers,
      Fields fields,
      boolean http11,
      int size)
      throws MalformedException {
    super(http11 ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0, method, target, headers);
    this.fields = fields;
    this.http11 = http11;
    this.size = size;
    this.bodyKind =
        fields.chunked(http11)
            ? BodyKind.CHUNKED
            : fields.contentLength > 0 ? BodyKind.FIXED : BodyKind.NONE;
  }

  /** How the body's end is known; never {@link BodyKind#UNTIL_CLOSE}. */
  public BodyKind bodyKind() {
    return bodyKind;
  }

  /** The Content-Length, or -1 without one. */
  public long contentLength() {
    return fields.contentLength;
  }

  /** Whether the client speaks HTTP/1.1 (else 1.0). */
  public boolean http11() {
    return http11;
  }

  /** The last Host field as it came, or null. */
  public String host() {
    return fields.host;
  }

  /** How many Host fields came. */
  public int hosts() {
    return fields.hosts;
  }

  /** Whether a Connection field is there. */
  public boolean hasConnection() {
    return fields.connection;
  }

  /** Whether an Upgrade field is there. */
  public boolean hasUpgrade() {
    return fields.upgrade;
  }

  /** Whether a TE field is there. */
  public boolean hasTe() {
    return fields.te;
  }

  /** The last Expect field's value, or null. */
  public String expectation() {
    return fields.expectation;
  }

  /** Bytes of the head on the wire. */
  public int size() {
    return size;
  }
}
