package io.sluice.gateway.http;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.sluice.gateway.admission.Admission;
import io.sluice.gateway.admission.Refusal;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.routing.RequestHost;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.upstream.UpstreamConnection;
import io.sluice.gateway.upstream.UpstreamReceiver;

/**
 * One request and its answer. {@link #proceed} shows its way; everything else is what a phase does,
 * or what client and target do meanwhile.
 */
final class Exchange implements UpstreamReceiver {
  /** A body that nobody wants is read up to here, so that the connection can be used again. */
  private static final int MAX_DISCARDED = 64 * 1024;

  private static final String SCHEME = "http";

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
  private final ClientConnection client;
  private final RequestHead head;
  private final RequestLog log;
  private final boolean toHead;
  private Phase phase = Phase.ADMIT;
  private boolean started;
  private boolean prepared;

  private Attempts attempts;
  private final RequestBody body = new RequestBody();
  private String upgrade;
  private boolean keep;
  private FullHttpResponse ownAnswer;
  private TargetAnswer answer;
  private boolean switched;

  /**
   * A request whose head has come.
   *
   * @param head null when it was not understood; then only {@link #refuse} is called
   */
  Exchange(GatewayLoop loop, LoopListener listener, ClientConnection client, RequestHead head) {
    this.loop = loop;
    this.listener = listener;
    this.client = client;
    this.head = head;
    this.log = new RequestLog(listener.id(), client.clientAddress(), head);
    this.toHead = head != null && HttpMethod.HEAD.equals(head.method());
  }

  /** The way of a request, from top to bottom. A phase that must wait ends the loop. */
  private void proceed() {
    while (true) {
      switch (phase) {
        case ADMIT -> admit();
        case ROUTE -> route();
        case CHOOSE -> chooseTarget();
        case CONNECT -> connectOrReuse();
        case SEND -> send();
        case CONNECTING, ANSWERING, DISCARDING, ENDED -> {
          return;
        }
      }
    }
  }

  private void admit() {
    Refusal refusal = Admission.check(head, listener.table().listener().maxRequestBodyBytes());
    if (refusal != null) {
      refuse(refusal);
      return;
    }
    HttpHeaders headers = head.headers();
    String wantedUpgrade = head.hasUpgrade() ? headers.get(HttpHeaderNames.UPGRADE) : null;
    HopByHop.Options options = HopByHop.remove(headers, head.hasConnection());
    keep = !options.close() && (head.http11() || options.keepAlive());
    if (options.upgrade() && Upgrades.passedOn(wantedUpgrade, head)) {
      upgrade = wantedUpgrade;
    }
    if (!head.http11()) {
      headers.remove(HttpHeaderNames.EXPECT);
    }
    phase = Phase.ROUTE;
  }

  private void route() {
    String host = RequestHost.normalize(head.headers().get(HttpHeaderNames.HOST));
    switch (listener.table().route(host, head.uri())) {
      case Decision.Forward forward -> {
        Balancer balancer = loop.balancers().choose(forward);
        if (balancer == null) {
          fail(Reason.NO_BACKEND_SERVICE);
        } else {
          attempts = new Attempts(loop, log, this, balancer);
          phase = Phase.CHOOSE;
        }
      }
      case Decision.Fixed fixed -> answerSelf(GatewayAnswers.fixed(fixed.response()));
      case Decision.Redirect redirect ->
          answerSelf(
              GatewayAnswers.redirect(
                  redirect.redirect(),
                  SCHEME,
                  head.headers().get(HttpHeaderNames.HOST),
                  head.uri()));
      case Decision.NotFound ignored -> fail(Reason.NO_RULE);
      case Decision.Ambiguous ignored -> fail(Reason.AMBIGUOUS_PATH);
    }
  }

  private void chooseTarget() {
    if (attempts.choose()) {
      phase = Phase.CONNECT;
    } else {
      fail(attempts.lastFailure());
    }
  }

  private void connectOrReuse() {
    phase = Phase.CONNECTING;
    if (attempts.connect()) {
      phase = Phase.SEND;
    }
  }

  private void send() {
    phase = Phase.ANSWERING;
    if (!prepared) {
      prepared = true;
      RequestFields.prepare(
          head,
          attempts.service().service(),
          attempts.endpoint(),
          client.clientIp(),
          SCHEME,
          listener.port(),
          loop.via(),
          upgrade);
    }
    UpstreamConnection connection = attempts.connection();
    connection.expectAnswer(toHead);
    connection.write(head);
    body.sendWaiting(connection);
    if (connection.inUse()) {
      connection.flush();
      client.updateReading();
    }
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
      attempts.targetActive();
      UpstreamConnection to = upstream();
      body.send(to, content);
      if (body.complete() && to.inUse()) {
        to.flush();
      }
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
      attempts.targetActive();
      upstream().reading(true);
    }
  }

  void clientGone() {
    if (phase != Phase.ENDED) {
      log.reason(Reason.CLIENT_CLOSED);
      end();
    }
  }

  /** Ends the request with an error of the client's; the connection is closed. */
  void refuse(Refusal refusal) {
    started = true;
    keep = false;
    log.reason(refusal.reason());
    if (answer != null) {
      cutAnswer();
    } else {
      sendOwn(GatewayAnswers.problem(refusal));
    }
  }

  // What the target does.

  @Override
  public void connected(UpstreamConnection connection) {
    if (phase != Phase.CONNECTING) {
      connection.release();
      return;
    }
    attempts.connected(connection);
    phase = Phase.SEND;
    proceed();
  }

  @Override
  public void connectFailed(Reason reason) {
    if (phase == Phase.CONNECTING) {
      repeatOrFail(reason);
    }
  }

  @Override
  public void upstreamFailed(Reason reason) {
    if (answer != null || switched) {
      log.reason(reason);
      cutAnswer();
    } else {
      repeatOrFail(reason);
    }
  }

  private void repeatOrFail(Reason reason) {
    switch (attempts.failed(reason, head.method(), body.sent())) {
      case CONNECT -> phase = Phase.CONNECT;
      case CHOOSE -> phase = Phase.CHOOSE;
      case FAIL -> fail(reason);
    }
    proceed();
  }

  /** The connection to the target, or null while there is none. */
  private UpstreamConnection upstream() {
    return attempts == null ? null : attempts.connection();
  }

  @Override
  public void answerHead(ResponseHead head) {
    attempts.targetActive();
    if (head.interim()) {
      passInterim(head);
    } else if (head.status().code() == 101) {
      switchProtocol(head);
    } else {
      beginAnswer(head);
    }
  }

  private void passInterim(ResponseHead interim) {
    if (head.http11()) {
      HopByHop.remove(interim.headers(), interim.hasConnection());
      client.writeInterim(interim);
    }
  }

  private void switchProtocol(ResponseHead switching) {
    if (upgrade == null) {
      upstream().close();
      upstreamFailed(Reason.UPSTREAM_INVALID);
      return;
    }
    log.status(101);
    switched = true;
    Upgrades.prepare(switching);
    client.writeInterim(switching);
    phase = Phase.ENDED;
    // The decoders are still at work on these bytes; they are removed once they are done.
    loop.eventLoop().execute(this::openTunnel);
  }

  private void openTunnel() {
    UpstreamConnection connection = attempts.takeConnection();
    if (connection != null) {
      Tunnel.open(
          client.handOver(),
          connection.handOver(),
          listener.table().listener().idleTimeoutSeconds(),
          log,
          this::end);
    }
  }

  private void beginAnswer(ResponseHead answerHead) {
    // An answer that comes before its request is complete: the rest of the body may never come.
    boolean mayKeep = keep && body.complete() && !client.lastExchange();
    answer = new TargetAnswer(answerHead, head.http11(), toHead, mayKeep, client, loop.via(), log);
    keep = answer.keep();
  }

  @Override
  public void answerContent(HttpContent content) {
    if (phase == Phase.ENDED) {
      content.release();
    } else if (TargetAnswer.pass(content, client, log)) {
      answerComplete();
    } else if (!client.isWritable() && upstream() != null) {
      upstream().reading(false);
    }
  }

  @Override
  public void answerReadComplete() {
    attempts.targetActive();
    client.flush();
  }

  private void answerComplete() {
    UpstreamConnection done = attempts.takeConnection();
    client.flush();
    if (answer.targetKeeps() && body.complete()) {
      done.release();
    } else {
      done.close();
    }
    end();
    client.exchangeEnded(keep);
  }

  @Override
  public void upstreamWritable() {
    attempts.targetActive();
    client.updateReading();
  }

  // How it ends.

  /** A redirect or a fixed response: sent when the request's body is out of the way. */
  private void answerSelf(FullHttpResponse own) {
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
    if (answer != null) {
      cutAnswer();
    } else {
      sendOwn(GatewayAnswers.problem(reason));
    }
  }

  private void sendOwn(FullHttpResponse own) {
    keep &= body.complete() && !client.lastExchange();
    if (!keep) {
      own.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (!head.http11()) {
      own.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    log.status(own.status().code());
    if (!toHead) {
      log.sent(own.content().readableBytes());
    }
    client.answer(own, toHead);
    end();
    client.exchangeEnded(keep);
  }

  /** The client has a part of the answer and will get no more: it must see that. */
  private void cutAnswer() {
    end();
    client.truncate(answer != null && answer.endsWithConnection());
  }

  private void end() {
    phase = Phase.ENDED;
    if (attempts != null) {
      attempts.end();
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
    attempts.end();
    fail(reason);
  }

  private Reason lateReason(long now) {
    if (attempts == null || phase == Phase.ENDED) {
      return Reason.NONE;
    }
    return attempts.lateReason(now, client.isWritable() && !waitsForClient());
  }
}
