package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.RetrySettings;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.observe.Reason;

/**
 * How an attempt failed before any byte of an answer went on, with what follows from it.
 *
 * @param reason what a client is told if there is no further attempt
 * @param repeat which requests may be sent again
 * @param targetsFault whether it is a gateway error that counts towards the target's ejection
 */
record Failure(Reason reason, Repeat repeat, boolean targetsFault) {
  private static final Failure ANSWERED = new Failure(Reason.NONE, Repeat.IDEMPOTENT_ONLY, false);
  private static final Failure CALL_FAILED = new Failure(Reason.NONE, Repeat.UNDONE, false);

  /** Which requests may be sent again after a failure (RFC 9110 section 9.2.2). */
  enum Repeat {
    /** All: not a byte went to the target. */
    NOTHING_SENT,
    /** Those whose body is still here: the target said that it read nothing. */
    UNREAD,
    /**
     * Those whose body is still here: by the settings, such an answer says that nothing is done.
     */
    UNDONE,
    /** Those that may be done twice and whose body is still here: the target may have acted. */
    IDEMPOTENT_ONLY,
    /** None: what time there was is over, or the answer would be the same. */
    NEVER
  }

  /** There was no connection that the request could be sent on. */
  static Failure unconnected(Reason reason) {
    return switch (reason) {
      case WAIT_TIMEOUT -> new Failure(reason, Repeat.NEVER, false);
      case OVERLOADED -> new Failure(reason, Repeat.NOTHING_SENT, false);
      default -> new Failure(reason, Repeat.NOTHING_SENT, true);
    };
  }

  /** The request, or its beginning, was sent. */
  static Failure connected(Reason reason) {
    return switch (reason) {
      case UPSTREAM_REFUSED -> new Failure(reason, Repeat.UNREAD, false);
      case UPSTREAM_RESET, TLS_FAILED, TLS_VERIFY_FAILED ->
          new Failure(reason, Repeat.IDEMPOTENT_ONLY, true);
      default -> new Failure(reason, Repeat.NEVER, true);
    };
  }

  /**
   * The target answered with a status after which another is to be asked; null when it is another.
   *
   * @param request as it was sent
   */
  static Failure answered(ResponseHead answer, BackendService service, RequestHead request) {
    RetrySettings retry = service.retry();
    if (!retry.onStatuses().isEmpty() && retry.onStatuses().contains(answer.status().code())) {
      return ANSWERED;
    }
    return repeatsCall(service, request) && GrpcAnswers.failedWith(answer, retry.onGrpcStatuses())
        ? CALL_FAILED
        : null;
  }

  /** Whether it is a call of gRPC that is repeated after some of its statuses. */
  private static boolean repeatsCall(BackendService service, RequestHead request) {
    return !service.retry().onGrpcStatuses().isEmpty()
        && (service.protocol() == Protocol.GRPC || GrpcAnswers.wanted(request));
  }

  /** Whether a request may be sent again, with what is left of its body. */
  boolean repeatable(HttpMethod method, RequestBody body) {
    return switch (repeat) {
      case NOTHING_SENT -> true;
      case UNREAD, UNDONE -> body.repeatable();
      case IDEMPOTENT_ONLY -> body.repeatable() && idempotent(method);
      case NEVER -> false;
    };
  }

  /** Whether a request's body is worth keeping, since it might be sent again. */
  static boolean mayRepeat(RequestHead request, BackendService service) {
    RetrySettings retry = service.retry();
    return service.retries() > 0
        && (repeatsCall(service, request)
            || (retry.onReset() || !retry.onStatuses().isEmpty()) && idempotent(request.method()));
  }

  private static boolean idempotent(HttpMethod method) {
    return switch (method.name()) {
      case "GET", "HEAD", "OPTIONS", "PUT", "DELETE" -> true;
      default -> false;
    };
  }
}
