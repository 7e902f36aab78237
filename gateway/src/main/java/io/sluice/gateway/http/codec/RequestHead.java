package io.sluice.gateway.http.codec;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;

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
    if (bodyKind == BodyKind.CHUNKED && !TransferCodings.CHUNKED.equals(fields.transferEncoding)) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    noteBodyOfGet();
  }

  private void noteBodyOfGet() {
    if (bodyKind != BodyKind.NONE && (method() == HttpMethod.GET || method() == HttpMethod.HEAD)) {
      fields.flaws |= Flaw.BODY_OF_GET.bit();
    }
  }

  /** Bits of the {@link Flaw}s that did not end the parsing. */
  public int flaws() {
    return fields.flaws;
  }

  /** Notes a flaw that shows in the meaning of the head. */
  public void addFlaw(Flaw flaw) {
    fields.flaws |= flaw.bit();
  }

  /**
   * Brings what has flaws into a form with one reading: one Content-Length without padding, or none
   * beside chunked; no field that looks like another.
   */
  public void normalise() {
    if (bodyKind == BodyKind.CHUNKED) {
      headers().remove(HttpHeaderNames.CONTENT_LENGTH);
      headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    } else if (fields.contentLength >= 0) {
      headers().set(HttpHeaderNames.CONTENT_LENGTH, fields.contentLength);
    }
    if (Flaw.LOOKALIKE_FIELD.in(fields.flaws)) {
      List.copyOf(headers().names()).stream()
          .filter(Fields::isLookalike)
          .forEach(headers()::remove);
    }
  }

  private RequestHead(
      HttpMethod method,
      String target,
      HttpHeaders headers,
      Fields fields,
      BodyKind kind,
      int size) {
    super(HttpVersion.HTTP_1_1, method, target, headers);
    this.fields = fields;
    this.http11 = true;
    this.size = size;
    this.bodyKind = kind;
    noteBodyOfGet();
  }

  /**
   * A head that came in HTTP/2, in the form that one of HTTP/1.1 has; its bytes have been checked.
   *
   * @param target the path with its query
   * @param headers with Host, and with Transfer-Encoding when the body's length is not known
   * @param host the authority, or null
   * @param contentLength or -1
   * @param expectation the Expect field's value, or null
   * @param upgrade whether Connection and Upgrade are among the headers
   * @param size bytes of the head
   */
  public static RequestHead translated(
      HttpMethod method,
      String target,
      HttpHeaders headers,
      String host,
      long contentLength,
      BodyKind bodyKind,
      String expectation,
      boolean upgrade,
      int size) {
    Fields fields = new Fields();
    fields.host = host;
    fields.hosts = host == null ? 0 : 1;
    fields.contentLength = contentLength;
    fields.expectation = expectation;
    fields.connection = upgrade;
    fields.upgrade = upgrade;
    fields.noteTranslated(headers);
    return new RequestHead(method, target, headers, fields, bodyKind, size);
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

  /** Whether a TE field asks for trailers. */
  public boolean acceptsTrailers() {
    return fields.trailers;
  }

  /** Whether a TE field is there. */
  public boolean hasTe() {
    return fields.te;
  }

  /** Whether a Via field is there. */
  public boolean hasVia() {
    return fields.via;
  }

  /** The last Max-Forwards field's value, or null. */
  public String maxForwards() {
    return fields.maxForwards;
  }

  /** How many Max-Forwards fields came. */
  public int maxForwardsFields() {
    return fields.maxForwardsFields;
  }

  /** How many Expect fields came. */
  public int expectations() {
    return fields.expectations;
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
