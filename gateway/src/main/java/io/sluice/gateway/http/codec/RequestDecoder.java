package io.sluice.gateway.http.codec;

import io.netty.handler.codec.http.HttpMessage;

/** Decodes the requests of a client connection. */
public final class RequestDecoder extends MessageDecoder {
  /** What nginx and HAProxy take; longer addresses are refused with 414. */
  static final int MAX_REQUEST_LINE = 8192;

  private final int maxRequestLine;

  /**
   * A decoder that waits for a first request.
   *
   * @param maxHeadBytes limit of a whole head, 431 above it
   */
  public RequestDecoder(int maxHeadBytes) {
    super(maxHeadBytes);
    maxRequestLine = Math.min(maxHeadBytes, MAX_REQUEST_LINE);
    next();
  }

  @Override
  HttpMessage parse(byte[] bytes, int end) throws MalformedException {
    return HeadParser.request(bytes, end);
  }

  @Override
  BodyKind bodyKind(HttpMessage head) {
    return ((RequestHead) head).bodyKind();
  }

  @Override
  long contentLength(HttpMessage head) {
    return ((RequestHead) head).contentLength();
  }

  @Override
  boolean mayBeginWithEmptyLine() {
    return true;
  }

  @Override
  void checkFirstLine(int length) throws MalformedException {
    if (length >= maxRequestLine) {
      throw new MalformedException(414, "request line of more than " + maxRequestLine + " bytes");
    }
  }
}
