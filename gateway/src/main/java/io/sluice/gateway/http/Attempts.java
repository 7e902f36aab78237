package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.contracts.model.BackendService;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.balancing.LoopEndpoint;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.ServiceTable;
import io.sluice.gateway.upstream.UpstreamExchange;
import io.sluice.gateway.upstream.UpstreamReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The targets that are tried for a request, and the connection to the current one. */
final class Attempts {
  private final GatewayLoop loop;
  private final RequestLog log;
  private final UpstreamReceiver receiver;
  private final Balancer balancer;
  private final RequestHead head;
  private final Downstream client;
  private boolean keyed;
  private long key;
  private TargetSession session;
  private GroupCookie group;
  private List<LoopEndpoint> tried = List.of();
  private LoopEndpoint target;
  private UpstreamExchange connection;
  private boolean fresh;
  private boolean connecting;
  private long targetActiveAt;
  private boolean answered;
  private boolean timed;
  private long waitingSince;
  private Reason lastFailure = Reason.NO_TARGET;

  /** What is to be done after a failed attempt. */
  enum Next {
    /** Another connection to the same target. */
    CONNECT,
    /** Another target. */
    CHOOSE,
    /** No further attempt. */
    FAIL
  }

  /** No target is chosen yet; the request's fields are still those that the client sent. */
  Attempts(
      GatewayLoop loop,
      RequestLog log,
      UpstreamReceiver receiver,
      Balancer balancer,
      RequestHead head,
      Downstream client) {
    this.loop = loop;
    this.log = log;
    this.receiver = receiver;
    this.balancer = balancer;
    this.head = head;
    this.client = client;
  }

  /** By what the client keeps to the service; null when it does not. */
  void group(GroupCookie newGroup) {
    group = newGroup;
  }

  ServiceTable service() {
    return balancer.service();
  }

  Endpoint endpoint() {
    return target.endpoint();
  }

  /** The connection, or null while there is none. */
  UpstreamExchange connection() {
    return connection;
  }

  /** Why the last attempt failed; {@link Reason#NO_TARGET} before the first. */
  Reason lastFailure() {
    return lastFailure;
  }

  /** Chooses a target that was not tried; false when there is none. */
  boolean choose() {
    if (!keyed) {
      // Once: for the target the fields of the head are changed.
      keyed = true;
      key = PlacementKey.of(service().service(), head, client);
      session = loop.persistence().session(service().service(), head, client);
    }
    timed = balancer.measures();
    waitingSince = timed ? System.nanoTime() : 0;
    target = session == null ? null : session.kept(balancer, tried);
    if (target == null) {
      target = balancer.choose(key, waitingSince, tried);
    }
    if (target == null) {
      return false;
    }
    target.requestStarted();
    log.attempt(service().service().id(), target.endpoint());
    fresh = false;
    return true;
  }

  /** Takes a kept connection, or asks for one: then the receiver is called, at once or later. */
  boolean connect() {
    connecting = true;
    UpstreamExchange kept = loop.upstreams().acquire(service(), target, receiver, fresh);
    if (kept != null) {
      connected(kept);
    }
    return kept != null;
  }

  /** The connection asked for is there. */
  void connected(UpstreamExchange there) {
    connection = there;
    connecting = false;
    targetActiveAt = loop.now();
  }

  /** The attempt failed before any byte of an answer. */
  Next failed(Reason reason, HttpMethod method, RequestBody body) {
    boolean connected = connection != null;
    boolean stale = connection != null && connection.reused() && !fresh;
    connection = null;
    connecting = false;
    Failure failure = connected ? Failure.connected(reason) : Failure.unconnected(reason);
    boolean repeatable = failure.repeatable(method, body);
    if (repeatable) {
      body.rewind();
    }
    if (stale && repeatable) {
      // The target may have closed a kept connection just before; that is not a failure of it.
      fresh = true;
      return Next.CONNECT;
    }
    lastFailure = reason;
    if (failure.targetsFault()) {
      countFailure();
    }
    if (timed) {
      timed = false;
      target.failed(System.nanoTime());
    }
    target.requestEnded();
    if (repeatable && log.attempts() <= service().service().retries()) {
      tried = tried.isEmpty() ? new ArrayList<>(4) : tried;
      tried.add(target);
      target = null;
      return Next.CHOOSE;
    }
    target = null;
    return Next.FAIL;
  }

  /** A piece of the body is being sent; the target cannot be expected to answer before it. */
  void sending() {
    targetActive();
    if (timed) {
      waitingSince = System.nanoTime();
    }
  }

  private void countFailure() {
    target.shared().failed(service().service().ejection().consecutiveFailures());
  }

  /** The target's answer has begun. */
  void answered(ResponseHead answer) {
    answered = true;
    int status = TargetAnswer.status(answer, service().service().protocol());
    if (status >= 502 && status <= 504) {
      countFailure();
    } else {
      target.shared().succeeded();
    }
    if (timed) {
      timed = false;
      long now = System.nanoTime();
      if (status >= 500 || status == 429) {
        target.failed(now);
      } else {
        target.answered(now - waitingSince, now);
      }
    }
  }

  /** The target's answer, or its consent to switch protocols, is about to be passed on. */
  void passing(ResponseHead answer) {
    if (session != null) {
      session.answered(answer.headers(), target.targetId());
    }
    if (group != null) {
      group.answered(answer.headers(), service().service().id());
    }
  }

  /** The target, or something on the way to it, got on. */
  void targetActive() {
    targetActiveAt = loop.now();
  }

  /**
   * Which timeout has come, or {@link Reason#NONE}.
   *
   * @param targetsTurn whether it is the target that the exchange waits for
   */
  Reason lateReason(long now, boolean targetsTurn) {
    BackendService settings = service().service();
    Integer whole = settings.requestTimeoutSeconds();
    if (whole != null && now - log.startedAt() > seconds(whole)) {
      return Reason.REQUEST_TIMEOUT;
    }
    return connection != null
            && targetsTurn
            && now - targetActiveAt > seconds(settings.responseTimeoutSeconds())
        ? Reason.RESPONSE_TIMEOUT
        : Reason.NONE;
  }

  private static long seconds(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds) + GatewayLoop.TICK_NANOS;
  }

  /**
   * A timeout has come: no further attempt.
   *
   * @param targetsTurn whether it is the target that the exchange waits for
   */
  void timedOut(boolean targetsTurn) {
    if (targetsTurn && connection != null && !answered) {
      countFailure();
    }
    end();
  }

  /** Hands over the connection, which is no longer this object's. */
  UpstreamExchange takeConnection() {
    UpstreamExchange taken = connection;
    connection = null;
    return taken;
  }

  /** No further attempt: what is still open or asked for is ended. */
  void end() {
    if (connecting) {
      connecting = false;
      loop.upstreams().cancel(target, receiver);
    }
    if (connection != null) {
      takeConnection().close();
    }
    if (target != null) {
      if (timed) {
        timed = false;
        long now = System.nanoTime();
        target.abandoned(now - waitingSince, now);
      }
      target.requestEnded();
      target = null;
    }
  }
}
