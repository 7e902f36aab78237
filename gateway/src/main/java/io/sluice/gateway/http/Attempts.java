package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.RetrySettings;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.balancing.LoopEndpoint;
import io.sluice.gateway.balancing.TargetRoom;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.resilience.LoopCircuit;
import io.sluice.gateway.resilience.LoopCircuit.Outcome;
import io.sluice.gateway.table.ServiceTable;
import io.sluice.gateway.upstream.ToldClient;
import io.sluice.gateway.upstream.UpstreamExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The targets that are tried for a request, and the connection to the current one. */
final class Attempts {
  private final GatewayLoop loop;
  private final RequestLog log;
  private final TargetSide side;
  private final Balancer balancer;
  private final RequestHead head;
  private final Downstream client;
  private boolean keyed;
  private long key;
  private TargetSession session;
  private GroupCookie group;
  private List<LoopEndpoint> tried = List.of();
  private LoopEndpoint target;
  private TargetRoom room;
  private LoopCircuit.Pass pass;
  private boolean targetFailed;
  private UpstreamExchange connection;
  private ToldClient told;
  private boolean fresh;
  private boolean connecting;
  private long targetActiveAt;
  private boolean answered;
  private final LatencyWatch latency = new LatencyWatch();
  private Reason lastFailure = Reason.NO_TARGET;

  /** What is to be done next. */
  enum Next {
    /** Another connection to the same target. */
    CONNECT,
    /** Another target. */
    CHOOSE,
    /** Nothing, before a target has room. */
    WAIT,
    /** No further attempt. */
    FAIL
  }

  /**
   * No target is chosen yet; the request's fields are still those that the client sent.
   *
   * @param side takes what targets say, and is told when there is room after {@link Next#WAIT}
   */
  Attempts(
      GatewayLoop loop,
      RequestLog log,
      TargetSide side,
      Balancer balancer,
      RequestHead head,
      Downstream client) {
    this.loop = loop;
    this.log = log;
    this.side = side;
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

  /** The target that is tried, or null while there is none. */
  LoopEndpoint target() {
    return target;
  }

  /** The connection, or null while there is none. */
  UpstreamExchange connection() {
    return connection;
  }

  /** Why the last attempt failed; {@link Reason#NO_TARGET} before the first. */
  Reason lastFailure() {
    return lastFailure;
  }

  /** Chooses a target that was not tried. */
  Next choose() {
    if (!keyed) {
      // Once: for the target the fields of the head are changed.
      keyed = true;
      log.service(service().service().id());
      pass = balancer.enter(loop.now());
      if (pass == null) {
        lastFailure = Reason.CIRCUIT_OPEN;
        return Next.FAIL;
      }
      key = PlacementKey.of(service().service(), head, client);
      session = loop.persistence().session(service().service(), head, client);
    }
    long now = latency.begin(balancer.measures());
    LoopEndpoint chosen = session == null ? null : session.kept(balancer, tried);
    if (chosen == null) {
      chosen = balancer.choose(key, now, tried);
    }
    if (chosen == null) {
      judge();
      return Next.FAIL;
    }
    if (log.attempts() == 0) {
      balancer.retries().requestStarted(loop.now());
    }
    if (balancer.roomPerTarget() != null) {
      room = room != null ? room : new TargetRoom(balancer, loop.eventLoop()::execute, this::found);
      chosen = room.take(chosen, key, now, tried);
      if (chosen == null) {
        return waitForRoom();
      }
    }
    begin(chosen);
    return Next.CONNECT;
  }

  /** Seconds after which a client may come again that the circuit refused. */
  int retryAfterSeconds() {
    return balancer.shared().circuit().retryAfterSeconds(loop.now());
  }

  /** There is no further attempt: what came of this one is what came of the request. */
  void judge() {
    if (pass != null) {
      Outcome unlessFailed = answered ? Outcome.SUCCEEDED : Outcome.UNKNOWN;
      pass.ended(targetFailed ? Outcome.FAILED : unlessFailed, loop.now());
    }
  }

  private Next waitForRoom() {
    if (room.await(System.nanoTime())) {
      return Next.WAIT;
    }
    lastFailure = Reason.OVERLOADED;
    return Next.FAIL;
  }

  private void found(LoopEndpoint chosen) {
    latency.begin(balancer.measures());
    begin(chosen);
    side.foundRoom();
  }

  private void begin(LoopEndpoint chosen) {
    target = chosen;
    target.requestStarted();
    log.attempt(target.endpoint());
    fresh = false;
    answered = false;
    targetFailed = false;
  }

  /** Takes a kept connection, or asks for one: then the receiver is called, at once or later. */
  boolean connect() {
    connecting = true;
    told = client.client().told(service().service().proxyProtocol());
    UpstreamExchange kept = loop.upstreams().acquire(service(), target, told, side, fresh);
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
    targetFailed = failure.targetsFault();
    if (targetFailed) {
      countFailure();
    }
    latency.failed(target);
    noteTried();
    leaveTarget();
    RetrySettings retry = service().service().retry();
    boolean wanted = connected ? retry.onReset() : retry.onConnectFailure();
    if (repeatable && wanted && moreAttempts() && withinBudget()) {
      return Next.CHOOSE;
    }
    judge();
    return Next.FAIL;
  }

  private void leaveTarget() {
    target.requestEnded();
    target = null;
    if (room != null) {
      room.leave();
    }
  }

  private void noteTried() {
    tried = tried.isEmpty() ? new ArrayList<>(4) : tried;
    tried.add(target);
  }

  private boolean moreAttempts() {
    return log.attempts() <= service().service().retries();
  }

  private boolean withinBudget() {
    BackendService settings = service().service();
    boolean within = balancer.retries().take(settings.retry().budgetPercent(), loop.now());
    if (!within) {
      loop.observer().retryRefused(settings.id());
    }
    return within;
  }

  /**
   * Whether an answer has a status after which another target is asked, and there is one: then the
   * answer is thrown away and the other is chosen. Else the client gets the answer.
   */
  boolean refuses(ResponseHead answer, HttpMethod method, RequestBody body) {
    Failure failure = Failure.answered(answer, service().service(), head);
    if (failure == null || !moreAttempts() || !failure.repeatable(method, body)) {
      return false;
    }
    noteTried();
    long now = latency.begin(balancer.measures());
    LoopEndpoint other = balancer.choose(key, now, tried);
    if (other != null && !withinBudget()) {
      other = null;
    }
    if (other != null && room != null) {
      other = room.move(other, now, tried);
    }
    if (other == null) {
      latency.begin(false);
      return false;
    }
    takeConnection().close();
    target.requestEnded();
    body.rewind();
    begin(other);
    return true;
  }

  /** A piece of the body is being sent; the target cannot be expected to answer before it. */
  void sending() {
    targetActive();
    latency.sending();
  }

  private void countFailure() {
    target.shared().failed(service().service().ejection().consecutiveFailures());
  }

  /** The target's answer has begun. */
  void answered(ResponseHead answer) {
    answered = true;
    int status = TargetAnswer.status(answer, service().service().protocol());
    targetFailed = status >= 502 && status <= 504;
    if (targetFailed) {
      countFailure();
    } else {
      target.shared().succeeded();
    }
    latency.answered(target, answer.status().code());
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
    if (room != null && room.late(now)) {
      return Reason.WAIT_TIMEOUT;
    }
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
      targetFailed = true;
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
    judge();
    if (connecting) {
      connecting = false;
      loop.upstreams().cancel(target, told, side);
    }
    if (connection != null) {
      takeConnection().close();
    }
    if (target != null) {
      latency.abandoned(target);
      leaveTarget();
    } else if (room != null) {
      room.leave();
    }
  }
}
