package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.gateway.http.codec.BodyKind;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.http.codec.WireVersion;

/** Brings a target's answer into the form that a client gets. */
final class AnswerFraming {
  private AnswerFraming() {}

  /** Whether the end of the body that the client gets is the end of its connection. */
  static boolean endsWithConnection(ResponseHead answer, boolean clientHttp11) {
    return !clientHttp11
        && (answer.bodyKind() == BodyKind.CHUNKED || answer.bodyKind() == BodyKind.UNTIL_CLOSE);
  }

  /**
   * Sets the fields that tell the client of the body's end and of the connection's.
   *
   * @param toHead whether the request was HEAD
   * @param keep whether the client's connection stays open after the answer
   */
  static void frame(ResponseHead answer, boolean clientHttp11, boolean toHead, boolean keep) {
    HttpHeaders headers = answer.headers();
    switch (answer.bodyKind()) {
      case CHUNKED, UNTIL_CLOSE -> {
        if (clientHttp11) {
          headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else {
          headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        }
      }
      case NONE -> {
        int status = answer.status().code();
        if (status < 200 || status == 204 || status == 304) {
          headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        }
        if (status < 200 || status == 204) {
          // Some clients would wait for so many bytes (RFC 9110 section 8.6).
          headers.remove(HttpHeaderNames.CONTENT_LENGTH);
        }
        // An answer to HEAD says what GET's would have, but 1.0 knows no transfer coding.
        if (!clientHttp11) {
          headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        }
        if (answer.version() == WireVersion.HTTP_2 && !toHead) {
          endWithoutBody(answer, headers);
        }
      }
      case FIXED -> {
        // Content-Length is there.
      }
    }
    frameConnection(headers, clientHttp11, keep);
  }

  /**
   * Removes what would tell of a body from an interim answer, which never has one (RFC 9110 section
   * 15.2); a client that waits for it would take the final answer for it.
   */
  static void frameInterim(HttpHeaders headers) {
    headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
  }

  /** In HTTP/2 the end of a body of no bytes is a flag; in HTTP/1 it must be a field. */
  private static void endWithoutBody(ResponseHead answer, HttpHeaders headers) {
    int status = answer.status().code();
    if (status >= 200 && status != 204 && status != 304 && answer.contentLength() < 0) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
    }
  }

  /**
   * Sets the field that tells the client of the connection's end.
   *
   * @param keep whether the client's connection stays open after the answer
   */
  static void frameConnection(HttpHeaders headers, boolean clientHttp11, boolean keep) {
    if (!keep) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (!clientHttp11) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
  }
}
