package io.sluice.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.sluice.contracts.model.Action;
import io.sluice.gateway.admission.Refusal;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.observe.Reason;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Answers that the gateway makes itself. */
final class GatewayAnswers {
  static final AsciiString STRICT_TRANSPORT_SECURITY =
      AsciiString.cached("Strict-Transport-Security");
  private static final AsciiString SLUICE_REASON = AsciiString.cached("Sluice-Reason");
  private static final String PROBLEM_JSON = "application/problem+json";

  /** RFC 5842; Netty does not know it. */
  private static final HttpResponseStatus LOOP_DETECTED =
      new HttpResponseStatus(508, "Loop Detected");

  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

  /** A queue of requests empties within seconds, or fills again. */
  private static final String RETRY_AFTER_SECONDS = "1";

  private GatewayAnswers() {}

  /** The answer to OPTIONS that asks for this gateway and not what is behind it. */
  static FullHttpResponse options() {
    FullHttpResponse answer = answer(HttpResponseStatus.OK, "", null);
    answer.headers().set(HttpHeaderNames.ALLOW, METHODS);
    return answer;
  }

  /**
   * An error: to a call of gRPC in gRPC's terms, else as problem+json.
   *
   * @param asked the request's head, or null when it was not understood
   */
  static FullHttpResponse problem(Refusal refusal, RequestHead asked) {
    return GrpcAnswers.wanted(asked) ? GrpcAnswers.problem(refusal) : json(refusal);
  }

  /**
   * The error for a request that no target answered.
   *
   * @param target the target's side, or null when none was looked for
   */
  static FullHttpResponse failure(Reason reason, RequestHead asked, TargetSide target) {
    FullHttpResponse answer = problem(refusal(reason), asked);
    if (reason == Reason.CIRCUIT_OPEN) {
      answer.headers().set(HttpHeaderNames.RETRY_AFTER, target.attempts().retryAfterSeconds());
    }
    return answer;
  }

  /** A problem (RFC 9457) whose {@code reason} is the code in Sluice-Reason. */
  private static FullHttpResponse json(Refusal refusal) {
    String code = refusal.reason().name().toLowerCase(Locale.ROOT);
    HttpResponseStatus status = status(refusal.status());
    String body =
        "{\"type\":\"about:blank\",\"title\":\""
            + status.reasonPhrase()
            + "\",\"status\":"
            + status.code()
            + ",\"detail\":\""
            + refusal.detail()
            + "\",\"reason\":\""
            + code
            + "\"}";
    FullHttpResponse answer = answer(status, body, PROBLEM_JSON);
    answer.headers().set(SLUICE_REASON, code);
    if (refusal.status() == 429
        || refusal.reason() == Reason.OVERLOADED
        || refusal.reason() == Reason.WAIT_TIMEOUT) {
      answer.headers().set(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    if (refusal.status() == 405) {
      answer.headers().set(HttpHeaderNames.ALLOW, METHODS);
    }
    return answer;
  }

  private static Refusal refusal(Reason reason) {
    return switch (reason) {
      case MISDIRECTED ->
          new Refusal(421, reason, "This connection was made for another host's certificate.");
      case NO_RULE -> new Refusal(404, reason, "No rule takes this request.");
      case URI_TOO_LONG ->
          new Refusal(414, reason, "The request target becomes too long when it is rewritten.");
      case AMBIGUOUS_PATH ->
          new Refusal(400, reason, "The path can be read in two ways that lead to two places.");
      case TOO_MANY_REQUESTS ->
          new Refusal(429, reason, "There are more requests than this listener takes.");
      case NO_BACKEND_SERVICE -> new Refusal(503, reason, "The backend service is not known.");
      case NO_TARGET -> new Refusal(503, reason, "No target is available.");
      case CIRCUIT_OPEN ->
          new Refusal(503, reason, "Too many requests to the backend service failed.");
      case OVERLOADED -> new Refusal(503, reason, "Too many requests wait for a target.");
      case WAIT_TIMEOUT -> new Refusal(503, reason, "No target became free in time.");
      case TLS_VERIFY_FAILED ->
          new Refusal(502, reason, "The target's certificate is not accepted.");
      case TLS_FAILED -> new Refusal(502, reason, "No TLS connection to the target could be made.");
      case UPSTREAM_REFUSED -> new Refusal(503, reason, "The target refused the request.");
      case CONNECT_FAILED -> new Refusal(502, reason, "The target could not be reached.");
      case CONNECT_TIMEOUT -> new Refusal(504, reason, "The target could not be reached in time.");
      case UPSTREAM_RESET ->
          new Refusal(502, reason, "The target closed the connection without an answer.");
      case UPSTREAM_INVALID -> new Refusal(502, reason, "The target's answer is not HTTP.");
      case RESPONSE_TIMEOUT -> new Refusal(504, reason, "The target did not answer in time.");
      case REQUEST_TIMEOUT ->
          new Refusal(504, reason, "The request took longer than its backend service allows.");
      default -> new Refusal(500, Reason.INTERNAL_ERROR, "The gateway failed.");
    };
  }

  private static HttpResponseStatus status(int code) {
    return code == 508 ? LOOP_DETECTED : HttpResponseStatus.valueOf(code);
  }

  /** A configured answer. */
  static FullHttpResponse fixed(Action.FixedResponse fixed) {
    String body = fixed.body() == null ? "" : fixed.body();
    HttpResponseStatus status = HttpResponseStatus.valueOf(fixed.status());
    return answer(status, body, fixed.contentType());
  }

  /**
   * A configured redirect.
   *
   * @param scheme the request's scheme
   */
  static FullHttpResponse redirect(Action.Redirect redirect, String scheme, RequestHead asked) {
    String host = asked.headers().get(HttpHeaderNames.HOST);
    FullHttpResponse answer = answer(HttpResponseStatus.valueOf(redirect.status()), "", null);
    answer
        .headers()
        .set(HttpHeaderNames.LOCATION, RedirectLocation.of(redirect, scheme, host, asked.uri()));
    return answer;
  }

  /** An answer 200 without a body that stands for an error. */
  static FullHttpResponse empty(String contentType, Reason reason) {
    FullHttpResponse answer = answer(HttpResponseStatus.OK, "", contentType);
    answer.headers().set(SLUICE_REASON, reason.name().toLowerCase(Locale.ROOT));
    return answer;
  }

  private static FullHttpResponse answer(
      HttpResponseStatus status, String body, String contentType) {
    ByteBuf content =
        body.isEmpty() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body.getBytes(UTF_8));
    FullHttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            status,
            content,
            DefaultHttpHeadersFactory.headersFactory(),
            DefaultHttpHeadersFactory.trailersFactory());
    answer
        .headers()
        .set(
            HttpHeaderNames.DATE,
            DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    if (contentType != null) {
      answer.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
    }
    answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
    return answer;
  }

  /** Has the client come by TLS alone from now on, unless {@code hsts} is null. */
  static void secure(FullHttpResponse answer, String hsts) {
    if (hsts != null) {
      answer.headers().set(STRICT_TRANSPORT_SECURITY, hsts);
    }
  }

  /** Marks an answer as the connection's last. */
  static void close(FullHttpResponse answer) {
    answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
  }
}
