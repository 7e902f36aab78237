package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.RetrySettings.GrpcStatus;
import io.sluice.gateway.http.codec.BodyKind;
import io.sluice.gateway.http.codec.ResponseHead;
import java.util.List;

/** A target's final answer on its way to the client. */
final class TargetAnswer {
  private static final List<GrpcStatus> UNAVAILABLE = List.of(GrpcStatus.UNAVAILABLE);

  private final boolean targetKeeps;
  private final boolean keep;

  /**
   * Sends the head.
   *
   * @param keep whether the client's connection may stay open
   * @param hsts value of Strict-Transport-Security, or null to leave it to the target
   * @param modification what the request's rule changes of it, or null
   */
  TargetAnswer(
      ResponseHead head,
      boolean toHead,
      boolean keep,
      Downstream client,
      Via via,
      String hsts,
      RequestLog log,
      Modification modification) {
    HopByHop.Options options = HopByHop.remove(head.headers(), head.hasConnection());
    boolean persistent = head.http11() ? !options.close() : options.keepAlive();
    targetKeeps = persistent && head.bodyKind() != BodyKind.UNTIL_CLOSE;
    via.add(head.headers(), head.version());
    if (hsts != null) {
      head.headers().set(GatewayAnswers.STRICT_TRANSPORT_SECURITY, hsts);
    }
    if (modification != null) {
      modification.answer(head.headers());
    }
    log.status(head.status().code());
    this.keep = client.writeHead(head, toHead, keep);
  }

  /**
   * What an answer says in terms of HTTP: 503 for one of gRPC that has headers alone and says
   * {@code UNAVAILABLE}, since its own status is 200.
   */
  static int status(ResponseHead head, Protocol protocol) {
    return protocol == Protocol.GRPC && GrpcAnswers.failedWith(head, UNAVAILABLE)
        ? 503
        : head.status().code();
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
  static boolean pass(HttpContent content, Downstream client, RequestLog log) {
    log.sent(content.content().readableBytes());
    boolean end = content instanceof LastHttpContent;
    if (end && !((LastHttpContent) content).trailingHeaders().isEmpty()) {
      HopByHop.removeFromTrailers(((LastHttpContent) content).trailingHeaders());
    }
    client.write(content);
    return end;
  }
}
