package io.sluice.gateway.http;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;
import io.sluice.contracts.model.RetrySettings.GrpcStatus;
import io.sluice.gateway.admission.Refusal;
import io.sluice.gateway.http.codec.BodyKind;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.http.codec.ResponseHead;
import java.util.List;

/**
 * Errors in the form in which clients of gRPC understand them: an answer of headers alone with
 * status 200, whose fields give gRPC's own status (gRPC over HTTP/2, «Trailers-Only»).
 */
final class GrpcAnswers {
  private static final String CONTENT_TYPE = "application/grpc";
  private static final AsciiString GRPC_STATUS = AsciiString.cached("grpc-status");
  private static final AsciiString GRPC_MESSAGE = AsciiString.cached("grpc-message");

  private GrpcAnswers() {}

  /** Whether a request is one of gRPC; {@code head} may be null. */
  static boolean wanted(RequestHead head) {
    if (head == null) {
      return false;
    }
    String type = head.headers().get(HttpHeaderNames.CONTENT_TYPE);
    return type != null
        && type.startsWith(CONTENT_TYPE)
        && (type.length() == CONTENT_TYPE.length()
            || type.charAt(CONTENT_TYPE.length()) == '+'
            || type.charAt(CONTENT_TYPE.length()) == ';');
  }

  /** Whether a call ended with one of some statuses before anything of its answer came. */
  static boolean failedWith(ResponseHead answer, List<GrpcStatus> statuses) {
    String code = answer.headers().get(GRPC_STATUS);
    if (code != null && answer.bodyKind() == BodyKind.NONE) {
      for (int i = 0; i < statuses.size(); i++) {
        if (statuses.get(i).code().equals(code)) {
          return true;
        }
      }
    }
    return false;
  }

  /** An error; its detail is plain ASCII without a percent sign, as gRPC's message must be. */
  static FullHttpResponse problem(Refusal refusal) {
    FullHttpResponse answer = GatewayAnswers.empty(CONTENT_TYPE, refusal.reason());
    answer.headers().set(GRPC_STATUS, Integer.toString(status(refusal.status())));
    answer.headers().set(GRPC_MESSAGE, refusal.detail());
    return answer;
  }

  /** The mapping of gRPC's «HTTP to gRPC Status Code Mapping». */
  private static int status(int httpStatus) {
    return switch (httpStatus) {
      case 400, 431 -> 13;
      case 401 -> 16;
      case 403 -> 7;
      case 404 -> 12;
      case 429, 502, 503, 504 -> 14;
      default -> 2;
    };
  }
}
