package io.sluice.gateway.http.codec;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Encodes answers to a client; it must be told when an answer is to HEAD. */
public final class AnswerEncoder extends HttpResponseEncoder {
  private boolean toHeadRequest;

  /** An answer to HEAD has no body in spite of its fields. */
  public void toHeadRequest(boolean toHead) {
    toHeadRequest = toHead;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    int status = response.status().code();
    return toHeadRequest || status < 200 || status == 204 || status == 304;
  }
}
