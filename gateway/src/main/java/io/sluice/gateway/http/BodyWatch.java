package io.sluice.gateway.http;

import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.Protocol;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.limits.BodyRate;
import java.util.concurrent.TimeUnit;

/**
 * Whether a request's body comes fast enough. It is looked at a few times a second, so that a piece
 * of a body costs nothing, and a body that comes at once not even the object that measures.
 */
final class BodyWatch {
  private final RequestHead head;
  private final RequestLog log;
  private BodyRate rate;

  BodyWatch(RequestHead head, RequestLog log) {
    this.head = head;
    this.log = log;
  }

  /**
   * Looks at a body that is not complete.
   *
   * @param target where it goes, or null when that is not decided
   * @param clientsTurn whether it is the client that is waited for
   */
  boolean tooSlow(long now, Listener settings, TargetSide target, boolean clientsTurn) {
    int perSecond = settings.limits().bodyBytesPerSecond();
    if (perSecond == 0 || waitsForContinue() || target != null && conversation(target)) {
      return false;
    }
    if (rate == null) {
      rate = new BodyRate(log.startedAt());
    }
    long mostCredit = TimeUnit.SECONDS.toNanos(settings.idleTimeoutSeconds());
    return rate.tooSlow(now, log.bytesReceived(), clientsTurn, perSecond, mostCredit);
  }

  /** A client that asked may wait until the target tells it to go on. */
  private boolean waitsForContinue() {
    return head.expectation() != null && log.bytesReceived() == 0;
  }

  /** In a call of gRPC, or after an answer has begun, silence is a part of what both sides say. */
  private static boolean conversation(TargetSide target) {
    return target.answering() || target.attempts().service().service().protocol() == Protocol.GRPC;
  }
}
