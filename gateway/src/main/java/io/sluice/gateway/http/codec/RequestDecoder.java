package io.sluice.gateway.http.codec;

import io.netty.handler.codec.http.HttpMessage;

/** Decodes the requests of a client connection. */
public final class RequestDecoder extends MessageDecoder {
  /** The parts of a request line around its target: a method of 32 bytes at most and a version. */
  private static final int AROUND_TARGET = 32 + " HTTP/1.1 ".length();

  private final int maxTarget;
  private final int maxFields;
  private final int maxRequestLine;
  private boolean mayBePreface;

  /**
   * A decoder that waits for a first request.
   *
   * @param maxHeadBytes limit of a whole head, 431 above it
   * @param maxTarget limit of the request target, 414 above it
   * @param maxFields limit of the number of fields, 431 above it
   */
  public RequestDecoder(int maxHeadBytes, int maxTarget, int maxFields) {
    super(maxHeadBytes);
    this.maxTarget = maxTarget;
    this.maxFields = maxFields;
    this.maxRequestLine = Math.min(maxHeadBytes, maxTarget + AROUND_TARGET + 1);
    next();
  }

  /** The first request may be the preface of HTTP/2. */
  public void allowHttp2() {
    mayBePreface = true;
  }

  @Override
  boolean switches(byte[] bytes, int end) {
    boolean preface = mayBePreface && Http2Preface.is(bytes, end);
    mayBePreface = false;
    return preface;
  }

  @Override
  HttpMessage parse(byte[] bytes, int end) throws MalformedException {
    return HeadParser.request(bytes, end, maxTarget, maxFields);
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
      throw new MalformedException(414, "request line of " + maxRequestLine + " bytes or more");
    }
  }
}
