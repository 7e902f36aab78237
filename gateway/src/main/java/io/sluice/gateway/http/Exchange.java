package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.sluice.gateway.admission.Admission;
import io.sluice.gateway.admission.Refusal;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.balancing.LoopEndpoint;
import io.sluice.gateway.http.codec.BodyKind;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.routing.RequestHost;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.upstream.UpstreamConnection;
import io.sluice.gateway.upstream.UpstreamReceiver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

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

  private Balancer balancer;
  private LoopEndpoint target;
  private List<LoopEndpoint> tried = List.of();
  private UpstreamConnection upstream;
  private boolean fresh;
  private Reason lastFailure = Reason.NO_TARGET;

  private Deque<HttpContent> pending;
  private String upgrade;
  private boolean keep;
  private boolean requestComplete;
  private boolean bodySent;
  private FullHttpResponse ownAnswer;
  private ResponseHead answer;
  private boolean answerEndsWithConnection;
  private boolean upstreamReusable;
  private long connectingSince;
  private long targetActiveAt;

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
        balancer = loop.balancers().choose(forward);
        if (balancer == null) {
          fail(Reason.NO_BACKEND_SERVICE);
        } else {
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
    target = balancer.choose(tried);
    if (target == null) {
      fail(lastFailure);
      return;
    }
    target.requestStarted();
    log.attempt(balancer.service().service().id(), target.endpoint());
    fresh = false;
    phase = Phase.CONNECT;
  }

  private void connectOrReuse() {
    phase = Phase.CONNECTING;
    connectingSince = System.nanoTime();
    UpstreamConnection reused = loop.upstreams().acquire(balancer.service(), target, this, fresh);
    if (reused != null) {
      upstream = reused;
      phase = Phase.SEND;
    }
  }

  private void send() {
    phase = Phase.ANSWERING;
    targetActiveAt = System.nanoTime();
    if (!prepared) {
      prepared = true;
      prepareHead();
    }
    UpstreamConnection connection = upstream;
    connection.expectAnswer(toHead);
    connection.write(head);
    while (pending != null && !pending.isEmpty() && upstream == connection) {
      sendContent(pending.pollFirst());
    }
    if (upstream == connection) {
      connection.flush();
      client.updateReading();
    }
  }

  private void prepareHead() {
    HttpHeaders headers = head.headers();
    if (head.hosts() == 0 && !headers.contains(HttpHeaderNames.HOST)) {
      headers.set(HttpHeaderNames.HOST, target.endpoint().host() + ":" + target.endpoint().port());
    }
    ForwardingFields.addForwarded(
        headers, balancer.service().service(), client.clientIp(), SCHEME, listener.port());
    loop.via().add(headers, head.http11());
    if (upgrade != null) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      headers.set(HttpHeaderNames.UPGRADE, upgrade);
    }
    head.setProtocolVersion(HttpVersion.HTTP_1_1);
  }

  // What the client does.

  void requestContent(HttpContent content) {
    long limit = listener.table().listener().maxRequestBodyBytes();
    log.received(content.content().readableBytes());
    if (content instanceof LastHttpContent last) {
      requestComplete = true;
      if (!last.trailingHeaders().isEmpty()) {
        HopByHop.removeFromTrailers(last.trailingHeaders());
      }
    }
    if (limit > 0 && log.bytesReceived() > limit) {
      content.release();
      refuse(Refusal.malformed(413, "The request body is above the limit of " + limit + " bytes."));
    } else if (phase == Phase.DISCARDING || phase == Phase.ENDED) {
      content.release();
      discarded();
    } else if (phase == Phase.ANSWERING && upstream != null) {
      sendContent(content);
      if (requestComplete && upstream != null) {
        upstream.flush();
      }
    } else {
      pending = pending == null ? new ArrayDeque<>(4) : pending;
      pending.addLast(content);
    }
    if (requestComplete) {
      start();
    }
  }

  private void sendContent(HttpContent content) {
    bodySent |= content.content().isReadable();
    targetActiveAt = loop.now();
    upstream.write(content);
  }

  /** All that the client sent at once has been given. */
  void requestReadComplete() {
    start();
    if (phase == Phase.ANSWERING && upstream != null && !requestComplete) {
      upstream.flush();
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
    if (requestComplete || phase == Phase.DISCARDING) {
      return true;
    }
    return upstream == null ? pending == null : upstream.isWritable();
  }

  /** Whether it is the client that has to send. */
  boolean waitsForClient() {
    return !requestComplete && wantsRequestBytes();
  }

  void clientWritable() {
    if (upstream != null) {
      targetActiveAt = loop.now();
      upstream.reading(true);
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
    upstream = connection;
    phase = Phase.SEND;
    proceed();
  }

  @Override
  public void connectFailed(Reason reason) {
    if (phase == Phase.CONNECTING) {
      attemptFailed(reason);
    }
  }

  @Override
  public void upstreamFailed(Reason reason) {
    boolean stale = upstream.reused() && !fresh;
    upstream = null;
    if (answer != null) {
      log.reason(reason);
      cutAnswer();
    } else if (stale && Repeats.allowed(reason, head.method(), bodySent)) {
      // The target may have closed a kept connection just before; that is not a failure of it.
      fresh = true;
      phase = Phase.CONNECT;
      proceed();
    } else {
      attemptFailed(reason);
    }
  }

  private void attemptFailed(Reason reason) {
    target.requestEnded();
    lastFailure = reason;
    boolean again =
        log.attempts() <= balancer.service().service().retries()
            && Repeats.allowed(reason, head.method(), bodySent);
    if (again) {
      tried = tried.isEmpty() ? new ArrayList<>(4) : tried;
      tried.add(target);
      target = null;
      phase = Phase.CHOOSE;
      proceed();
    } else {
      target = null;
      fail(reason);
    }
  }

  @Override
  public void answerHead(ResponseHead head) {
    targetActiveAt = loop.now();
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
      client.answerToHead(false);
      client.write(interim);
      client.write(LastHttpContent.EMPTY_LAST_CONTENT);
      client.flush();
    }
  }

  private void switchProtocol(ResponseHead switching) {
    if (upgrade == null) {
      upstream.close();
      upstreamFailed(Reason.UPSTREAM_INVALID);
      return;
    }
    answer = switching;
    log.status(101);
    Upgrades.prepare(switching);
    client.answerToHead(false);
    client.write(switching);
    client.write(LastHttpContent.EMPTY_LAST_CONTENT);
    client.flush();
    phase = Phase.ENDED;
    // The decoders are still at work on these bytes; they are removed once they are done.
    loop.eventLoop().execute(this::openTunnel);
  }

  private void openTunnel() {
    if (upstream == null) {
      return;
    }
    UpstreamConnection connection = upstream;
    upstream = null;
    long idle = TimeUnit.SECONDS.toNanos(listener.table().listener().idleTimeoutSeconds());
    Channel clientChannel = client.handOver();
    Channel targetChannel = connection.channel();
    Tunnel.open(clientChannel, targetChannel, idle, log, this::tunnelEnded);
    client.removeDecoder();
    connection.removeCodecs();
  }

  private void tunnelEnded() {
    target.requestEnded();
    loop.observer().requestEnded(log.summary());
  }

  private void beginAnswer(ResponseHead head) {
    HopByHop.Options options = HopByHop.remove(head.headers(), head.hasConnection());
    boolean targetKeeps = head.http11() ? !options.close() : options.keepAlive();
    upstreamReusable = targetKeeps && head.bodyKind() != BodyKind.UNTIL_CLOSE;
    boolean clientHttp11 = this.head.http11();
    answerEndsWithConnection = AnswerFraming.endsWithConnection(head, clientHttp11);
    // An answer that comes before its request is complete: the rest of the body may never come.
    keep &= requestComplete && !answerEndsWithConnection && !client.lastExchange();
    AnswerFraming.frame(head, clientHttp11, keep);
    loop.via().add(head.headers(), head.http11());
    answer = head;
    log.status(head.status().code());
    client.answerToHead(toHead);
    client.write(head);
  }

  @Override
  public void answerContent(HttpContent content) {
    if (phase == Phase.ENDED) {
      content.release();
      return;
    }
    ByteBuf bytes = content.content();
    log.sent(bytes.readableBytes());
    boolean last = content instanceof LastHttpContent;
    if (last && !((LastHttpContent) content).trailingHeaders().isEmpty()) {
      HopByHop.removeFromTrailers(((LastHttpContent) content).trailingHeaders());
    }
    client.write(content);
    if (last) {
      answerComplete();
    } else if (!client.isWritable() && upstream != null) {
      upstream.reading(false);
    }
  }

  @Override
  public void answerReadComplete() {
    targetActiveAt = loop.now();
    client.flush();
  }

  private void answerComplete() {
    UpstreamConnection done = upstream;
    upstream = null;
    client.flush();
    if (upstreamReusable && requestComplete) {
      done.release();
    } else {
      done.close();
    }
    end();
    client.exchangeEnded(keep);
  }

  @Override
  public void upstreamWritable() {
    targetActiveAt = loop.now();
    client.updateReading();
  }

  // How it ends.

  /** A redirect or a fixed response: sent when the request's body is out of the way. */
  private void answerSelf(FullHttpResponse own) {
    boolean bodyComes = !requestComplete && !head.headers().contains(HttpHeaderNames.EXPECT);
    if (bodyComes && head.contentLength() <= MAX_DISCARDED) {
      ownAnswer = own;
      phase = Phase.DISCARDING;
      releasePending();
      client.updateReading();
    } else {
      sendOwn(own);
    }
  }

  private void discarded() {
    if (phase == Phase.DISCARDING && (requestComplete || log.bytesReceived() > MAX_DISCARDED)) {
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
    keep &= requestComplete && !client.lastExchange();
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
    client.truncate(answerEndsWithConnection);
  }

  private void end() {
    boolean connecting = phase == Phase.CONNECTING;
    phase = Phase.ENDED;
    if (target != null) {
      if (connecting) {
        loop.upstreams().cancel(target, this);
      }
      target.requestEnded();
    }
    if (upstream != null) {
      upstream.close();
      upstream = null;
    }
    releasePending();
    loop.observer().requestEnded(log.summary());
  }

  private void releasePending() {
    if (pending != null) {
      pending.forEach(HttpContent::release);
      pending.clear();
    }
  }

  // What takes too long.

  boolean late(long now) {
    return lateReason(now) != Reason.NONE;
  }

  void timedOut(long now) {
    Reason reason = lateReason(now);
    if (upstream != null) {
      upstream.close();
      upstream = null;
    }
    if (phase == Phase.CONNECTING) {
      loop.upstreams().cancel(target, this);
    }
    fail(reason);
  }

  private Reason lateReason(long now) {
    if (balancer == null || phase == Phase.ENDED) {
      return Reason.NONE;
    }
    var service = balancer.service().service();
    Integer whole = service.requestTimeoutSeconds();
    if (whole != null && now - log.startedAt() > seconds(whole)) {
      return Reason.REQUEST_TIMEOUT;
    }
    if (phase == Phase.CONNECTING) {
      return now - connectingSince > 2 * seconds(service.connectTimeoutSeconds())
          ? Reason.CONNECT_TIMEOUT
          : Reason.NONE;
    }
    boolean targetsTurn = upstream != null && client.isWritable() && !waitsForClient();
    return targetsTurn && now - targetActiveAt > seconds(service.responseTimeoutSeconds())
        ? Reason.RESPONSE_TIMEOUT
        : Reason.NONE;
  }

  private static long seconds(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds) + GatewayLoop.TICK_NANOS;
  }
}
