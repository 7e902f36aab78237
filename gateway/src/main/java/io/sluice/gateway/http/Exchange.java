package io.sluice.gateway.http;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.sluice.contracts.model.Listener;
import io.sluice.gateway.admission.Desync;
import io.sluice.gateway.admission.MaxForwards;
import io.sluice.gateway.admission.Refusal;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.routing.RequestHost;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.upstream.UpstreamExchange;

/**
 * One request and its answer. {@link #proceed} shows its way; everything else is what a phase does,
 * or what client and target do meanwhile.
 */
final class Exchange {
  /** A body that nobody wants is read up to here, so that the connection can be used again. */
  private static final int MAX_DISCARDED = 64 * 1024;

  private enum Phase {
    ADMIT,
    ROUTE,
    CHOOSE,
    CONNECT,
    CONNECTING,
    SEND,
    ANSWERING,
    DISCARDING,
    ENDED
  }

  private final GatewayLoop loop;
  private final LoopListener listener;
  private final Downstream client;
  private final RequestHead head;
  private final RequestLog log;
  private final boolean toHead;
  private Phase phase = Phase.ADMIT;
  private boolean started;

  private TargetSide target;
  private final RequestBody body = new RequestBody();
  private String upgrade;
  private Modification modification;
  private boolean keep;
  private boolean isolated;
  private final BodyWatch bodyWatch;
  private FullHttpResponse ownAnswer;

  /**
   * A request whose head has come.
   *
   * @param head null when it was not understood; then only {@link #refuse} is called
   */
  Exchange(GatewayLoop loop, LoopListener listener, Downstream client, RequestHead head) {
    this.loop = loop;
    this.listener = listener;
    this.client = client;
    this.head = head;
    this.log = new RequestLog(listener.id(), client, head);
    this.bodyWatch = new BodyWatch(head, log);
    this.toHead = head != null && HttpMethod.HEAD.equals(head.method());
  }

  /** The way of a request, from top to bottom. A phase that must wait ends the loop. */
  private void proceed() {
    while (true) {
      switch (phase) {
        case ADMIT -> admit();
        case ROUTE -> route();
        case CHOOSE -> step(target.attempts().choose(), target.attempts().lastFailure());
        case CONNECT -> connectOrReuse();
        case SEND -> send();
        case CONNECTING, ANSWERING, DISCARDING, ENDED -> {
          return;
        }
      }
    }
  }

  private void admit() {
    Refusal refusal = HeadCheck.check(head, listener, loop);
    if (refusal != null) {
      refuse(refusal);
      return;
    }
    isolated = Desync.isolates(head.flaws(), listener.table().listener().desyncMode());
    HttpHeaders headers = head.headers();
    String wantedUpgrade = head.hasUpgrade() ? headers.get(HttpHeaderNames.UPGRADE) : null;
    HopByHop.Options options = HopByHop.remove(headers, head.hasConnection());
    keep = !options.close() && (head.http11() || options.keepAlive()) && !isolated;
    if (options.upgrade() && !isolated && Upgrades.passedOn(wantedUpgrade, head)) {
      upgrade = wantedUpgrade;
    }
    if (!head.http11()) {
      headers.remove(HttpHeaderNames.EXPECT);
    }
    if (!listener.takesRequest(log.startedAt())) {
      fail(Reason.TOO_MANY_REQUESTS);
    } else if (MaxForwards.endsHere(head)) {
      answerSelf(GatewayAnswers.options());
    } else {
      phase = Phase.ROUTE;
    }
  }

  private void route() {
    String host = RequestHost.normalize(head.headers().get(HttpHeaderNames.HOST));
    if (!client.covers(host)) {
      fail(Reason.MISDIRECTED);
      return;
    }
    Decision decision = RoutedRequest.decide(listener.table(), host, head, client);
    modification = Modification.of(decision, head);
    switch (modification == null ? decision : modification.decision()) {
      case Decision.Forward forward -> {
        target = TargetSide.of(this, loop, listener, client, head, body, log, forward, upgrade);
        if (target == null) {
          fail(Reason.NO_BACKEND_SERVICE);
        } else {
          target.modify(modification);
          phase = Phase.CHOOSE;
        }
      }
      case Decision.Fixed fixed -> answerSelf(GatewayAnswers.fixed(fixed.response()));
      case Decision.Redirect redirect ->
          answerSelf(GatewayAnswers.redirect(redirect.redirect(), client.scheme(), head));
      case Decision.NotFound ignored -> fail(Reason.NO_RULE);
      case Decision.Ambiguous ignored -> fail(Reason.AMBIGUOUS_PATH);
      case Decision.TooLong ignored -> fail(Reason.URI_TOO_LONG);
      case Decision.Modified inner -> throw new IllegalStateException("not within another");
    }
  }

  private void connectOrReuse() {
    phase = Phase.CONNECTING;
    if (target.attempts().connect()) {
      phase = Phase.SEND;
    }
  }

  private void send() {
    phase = Phase.ANSWERING;
    target.send();
  }

  // What the client does.

  void requestContent(HttpContent content) {
    long limit = listener.table().listener().maxRequestBodyBytes();
    log.received(content.content().readableBytes());
    body.received(content);
    if (limit > 0 && log.bytesReceived() > limit) {
      content.release();
      refuse(Refusal.malformed(413, "The request body is above the limit of " + limit + " bytes."));
    } else if (phase == Phase.DISCARDING || phase == Phase.ENDED) {
      content.release();
      discarded();
    } else if (upstream() != null) {
      target.sendContent(content);
    } else {
      body.keep(content);
    }
    if (body.complete()) {
      start();
    }
  }

  /** All that the client sent at once has been given. */
  void requestReadComplete() {
    start();
    if (upstream() != null && !body.complete()) {
      upstream().flush();
    }
  }

  /**
   * Begins when the request is complete or there is no more of it yet: what comes malformed in one
   * packet is so refused before a byte of it has gone on.
   */
  private void start() {
    if (!started) {
      started = true;
      proceed();
    }
  }

  boolean wantsRequestBytes() {
    if (body.complete() || phase == Phase.DISCARDING) {
      return true;
    }
    return upstream() == null ? !body.waits() : upstream().isWritable();
  }

  /** Whether it is the client that has to send. */
  boolean waitsForClient() {
    return !body.complete() && wantsRequestBytes();
  }

  void clientWritable() {
    if (upstream() != null) {
      target.clientWritable();
    }
  }

  /** Ends all that is done for a client that gets no answer, or no more of it. */
  void abort(Reason reason) {
    if (phase != Phase.ENDED) {
      log.reason(reason);
      end();
    }
  }

  /** Ends the request with an error of the client's; the connection is closed. */
  void refuse(Refusal refusal) {
    started = true;
    keep = false;
    log.reason(refusal.reason());
    if (refusal.flaw() != null) {
      loop.observer().flawed(listener.id(), refusal.flaw(), false);
    }
    if (answering()) {
      cut();
    } else {
      sendOwn(GatewayAnswers.problem(refusal, head));
    }
  }

  // What becomes of the attempts.

  /** Whether a connection to a target is waited for. */
  boolean connecting() {
    return phase == Phase.CONNECTING;
  }

  /** Whether nothing more is to come of it. */
  boolean ended() {
    return phase == Phase.ENDED;
  }

  /** The connection waited for is there. */
  void connected() {
    phase = Phase.SEND;
    proceed();
  }

  /** An attempt failed before any byte of an answer, or there is room for one. */
  void goOn(Attempts.Next next, Reason reason) {
    step(next, reason);
    proceed();
  }

  private void step(Attempts.Next next, Reason reason) {
    switch (next) {
      case CONNECT -> phase = Phase.CONNECT;
      case CHOOSE -> phase = Phase.CHOOSE;
      case WAIT -> phase = Phase.CONNECTING;
      case FAIL -> fail(reason);
    }
  }

  /** Whether neither connection may carry another request after this one. */
  boolean isolated() {
    return isolated;
  }

  /** Whether the client's connection may stay open after an answer that begins now. */
  boolean mayKeep() {
    // An answer that comes before its request is complete: the rest of the body may never come.
    return keep && body.complete() && !client.lastExchange();
  }

  /** The target's answer is complete. */
  void answered(boolean keepsClient) {
    end();
    client.exchangeEnded(keepsClient);
  }

  /** The client is switched to another protocol; {@link #end} is called after it. */
  void switched() {
    phase = Phase.ENDED;
  }

  // How it ends.

  /** A redirect or a fixed response: sent when the request's body is out of the way. */
  private void answerSelf(FullHttpResponse own) {
    if (modification != null) {
      modification.answer(own.headers());
    }
    boolean bodyComes = !body.complete() && !head.headers().contains(HttpHeaderNames.EXPECT);
    if (bodyComes && head.contentLength() <= MAX_DISCARDED) {
      ownAnswer = own;
      phase = Phase.DISCARDING;
      body.release();
      client.updateReading();
    } else {
      sendOwn(own);
    }
  }

  private void discarded() {
    if (phase == Phase.DISCARDING && (body.complete() || log.bytesReceived() > MAX_DISCARDED)) {
      sendOwn(ownAnswer);
    }
  }

  private void fail(Reason reason) {
    log.reason(reason);
    if (answering()) {
      cut();
    } else {
      sendOwn(GatewayAnswers.failure(reason, head, target));
    }
  }

  private void sendOwn(FullHttpResponse own) {
    keep &= body.complete() && !client.lastExchange();
    GatewayAnswers.secure(own, listener.hsts());
    log.status(own.status().code());
    if (!toHead) {
      log.sent(own.content().readableBytes());
    }
    client.answer(own, toHead, keep);
    end();
    client.exchangeEnded(keep);
  }

  /** The client has a part of the answer and will get no more: it must see that. */
  void cut() {
    end();
    client.truncate();
  }

  private boolean answering() {
    return target != null && target.answering();
  }

  /** The connection to the target, or null while there is none. */
  private UpstreamExchange upstream() {
    return target == null ? null : target.attempts().connection();
  }

  /** Lets go of everything, and says so. */
  void end() {
    phase = Phase.ENDED;
    if (target != null) {
      target.attempts().end();
    }
    body.release();
    loop.observer().requestEnded(log.summary());
  }

  // What takes too long.

  boolean late(long now) {
    return lateReason(now) != Reason.NONE;
  }

  void timedOut(long now) {
    Reason reason = lateReason(now);
    if (reason == Reason.REQUEST_BODY_TOO_SLOW) {
      bodyStopped();
    } else {
      target.attempts().timedOut(target.turn());
      fail(reason);
    }
  }

  /** The client sends no more of its body, or so slowly that it makes no difference. */
  void bodyStopped() {
    refuse(new Refusal(408, Reason.REQUEST_BODY_TOO_SLOW, "The request body came too slowly."));
  }

  private Reason lateReason(long now) {
    if (phase == Phase.ENDED) {
      return Reason.NONE;
    }
    Listener settings = listener.table().listener();
    if (!body.complete() && bodyWatch.tooSlow(now, settings, target, waitsForClient())) {
      return Reason.REQUEST_BODY_TOO_SLOW;
    }
    if (target == null) {
      return Reason.NONE;
    }
    return target.attempts().lateReason(now, target.turn());
  }
}
