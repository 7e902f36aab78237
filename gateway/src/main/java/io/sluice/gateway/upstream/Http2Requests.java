package io.sluice.gateway.upstream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import io.sluice.gateway.http.codec.RequestHead;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;

/** Brings a request that passed all checks into the form of HTTP/2 (RFC 9113 section 8.3.1). */
final class Http2Requests {
  private static final AsciiString GRPC = AsciiString.cached("application/grpc");

  private Http2Requests() {}

  /**
   * A head.
   *
   * @param scheme {@code http} or {@code https}: what the target is spoken to with
   */
  static Http2Headers head(RequestHead head, AsciiString scheme) {
    HttpHeaders headers = head.headers();
    AsciiString[] fields = new AsciiString[2 * headers.size() + 2];
    AsciiString authority = AsciiString.EMPTY_STRING;
    boolean trailers = head.acceptsTrailers();
    int size = 0;
    Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
    while (all.hasNext()) {
      Map.Entry<CharSequence, CharSequence> field = all.next();
      AsciiString name = AsciiString.of(field.getKey()).toLowerCase();
      if (name.contentEquals(HttpHeaderNames.HOST)) {
        authority = AsciiString.of(field.getValue());
      } else if (!ofTheConnection(name)) {
        AsciiString value = AsciiString.of(field.getValue());
        trailers |= name.contentEquals(HttpHeaderNames.CONTENT_TYPE) && value.startsWith(GRPC);
        fields[size++] = name;
        fields[size++] = value;
      }
    }
    if (trailers) {
      // gRPC's servers insist on it (and this side does pass trailers on).
      fields[size++] = HttpHeaderNames.TE;
      fields[size++] = HttpHeaderValues.TRAILERS;
    }
    return ReadOnlyHttp2Headers.clientHeaders(
        false,
        head.method().asciiName(),
        AsciiString.of(head.uri()),
        scheme,
        authority,
        size == fields.length ? fields : Arrays.copyOf(fields, size));
  }

  /** Trailers. */
  static Http2Headers trailers(HttpHeaders trailers) {
    Http2Headers fields = new DefaultHttp2Headers(false, trailers.size());
    Iterator<Map.Entry<CharSequence, CharSequence>> all = trailers.iteratorCharSequence();
    while (all.hasNext()) {
      Map.Entry<CharSequence, CharSequence> field = all.next();
      AsciiString name = AsciiString.of(field.getKey()).toLowerCase();
      if (!ofTheConnection(name)) {
        fields.add(name, field.getValue());
      }
    }
    return fields;
  }

  /** The fields of RFC 9113 section 8.2.2; most were removed with those that Connection named. */
  private static boolean ofTheConnection(AsciiString name) {
    return switch (name.length()) {
      case 2 -> name.contentEquals(HttpHeaderNames.TE);
      case 7 -> name.contentEquals(HttpHeaderNames.UPGRADE);
      case 10 -> name.contentEquals(HttpHeaderNames.CONNECTION) || name.contentEquals("keep-alive");
      case 16 -> name.contentEquals("proxy-connection");
      case 17 -> name.contentEquals(HttpHeaderNames.TRANSFER_ENCODING);
      default -> false;
    };
  }
}
