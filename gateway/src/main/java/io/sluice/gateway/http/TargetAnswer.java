package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.sluice.gateway.http.codec.BodyKind;
import io.sluice.gateway.http.codec.ResponseHead;

/** A target's final answer on its way to the client. */
final class TargetAnswer {
  private final boolean endsWithConnection;
  private final boolean targetKeeps;
  private final boolean keep;

  /**
   * Sends the head.
   *
   * @param keep whether the client's connection may stay open
   */
  TargetAnswer(
      ResponseHead head,
      boolean clientHttp11,
      boolean toHead,
      boolean keep,
      ClientConnection client,
      Via via,
      RequestLog log) {
    HopByHop.Options options = HopByHop.remove(head.headers(), head.hasConnection());
    boolean persistent = head.http11() ? !options.close() : options.keepAlive();
    targetKeeps = persistent && head.bodyKind() != BodyKind.UNTIL_CLOSE;
    endsWithConnection = AnswerFraming.endsWithConnection(head, clientHttp11);
    this.keep = keep && !endsWithConnection;
    AnswerFraming.frame(head, clientHttp11, this.keep);
    via.add(head.headers(), head.http11());
    log.status(head.status().code());
    client.answerToHead(toHead);
    client.write(head);
  }

  /** Whether the end of the body is the end of the client's connection. */
  boolean endsWithConnection() {
    return endsWithConnection;
  }

  /** Whether the target's connection may carry another request. */
  boolean targetKeeps() {
    return targetKeeps;
  }

  /** Whether the client was told that its connection stays open. */
  boolean keep() {
    return keep;
  }

  /** Sends a piece of the body; true with the last one. */
  static boolean pass(HttpContent content, ClientConnection client, RequestLog log) {
    log.sent(content.content().readableBytes());
    boolean end = content instanceof LastHttpContent;
    if (end && !((LastHttpContent) content).trailingHeaders().isEmpty()) {
      HopByHop.removeFromTrailers(((LastHttpContent) content).trailingHeaders());
    }
    client.write(content);
    return end;
  }
}
