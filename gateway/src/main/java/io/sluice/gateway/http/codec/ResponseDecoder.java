package io.sluice.gateway.http.codec;

import io.netty.handler.codec.http.HttpMessage;

/** Decodes the answers of a target's connection. */
public final class ResponseDecoder extends MessageDecoder {
  private static final int MAX_HEAD_BYTES = 64 * 1024;

  private boolean toHeadRequest;

  /** A decoder that takes no byte before {@link #expect}. */
  public ResponseDecoder() {
    super(MAX_HEAD_BYTES);
  }

  /**
   * Lets the answer of one request be decoded, which may follow interim ones.
   *
   * @param toHead whether the request was HEAD, whose answer has no body in spite of its fields
   */
  public void expect(boolean toHead) {
    toHeadRequest = toHead;
    next();
  }

  @Override
  HttpMessage parse(byte[] bytes, int end) throws MalformedException {
    return HeadParser.response(bytes, end, toHeadRequest);
  }

  @Override
  BodyKind bodyKind(HttpMessage head) {
    return ((ResponseHead) head).bodyKind();
  }

  @Override
  long contentLength(HttpMessage head) {
    return ((ResponseHead) head).contentLength();
  }

  @Override
  boolean mayBeginWithEmptyLine() {
    return false;
  }

  @Override
  void checkFirstLine(int length) {
    // A target's status line has no limit of its own.
  }
}
