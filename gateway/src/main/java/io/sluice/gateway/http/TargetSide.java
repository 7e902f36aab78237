package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.sluice.gateway.admission.Desync;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.upstream.UpstreamExchange;
import io.sluice.gateway.upstream.UpstreamReceiver;

/** The target's side of an exchange: the request is sent to it, and its answer is passed on. */
final class TargetSide implements UpstreamReceiver {
  /** Room for progress by 102 and for early hints; more is a target that does not get on. */
  private static final int MAX_INTERIMS = 64;

  private static final int MAX_INTERIM_BYTES = 64 * 1024;

  private final Exchange exchange;
  private final GatewayLoop loop;
  private final LoopListener listener;
  private final Downstream client;
  private final RequestHead head;
  private final RequestBody body;
  private final RequestLog log;
  private final Attempts attempts;
  private final String upgrade;
  private final boolean toHead;
  private Modification modification;
  private boolean prepared;
  private boolean switched;
  private boolean endsTarget;
  private int interims;
  private int interimBytes;
  private TargetAnswer answer;
  private Runnable farewell;

  /**
   * The side of the backend service that a forward chooses for the client; no target is chosen yet.
   *
   * @param upgrade the protocol that the client asks to switch to, or null
   * @return null when none of the forward's services exists
   */
  static TargetSide of(
      Exchange exchange,
      GatewayLoop loop,
      LoopListener listener,
      Downstream client,
      RequestHead head,
      RequestBody body,
      RequestLog log,
      Decision.Forward forward,
      String upgrade) {
    GroupCookie group = loop.persistence().group(forward, head, client);
    Balancer balancer = GroupCookie.choose(group, forward, loop, listener);
    if (balancer == null) {
      return null;
    }
    TargetSide side =
        new TargetSide(exchange, loop, listener, client, head, body, log, balancer, upgrade);
    side.attempts.group(group);
    return side;
  }

  private TargetSide(
      Exchange exchange,
      GatewayLoop loop,
      LoopListener listener,
      Downstream client,
      RequestHead head,
      RequestBody body,
      RequestLog log,
      Balancer balancer,
      String upgrade) {
    this.exchange = exchange;
    this.loop = loop;
    this.listener = listener;
    this.client = client;
    this.head = head;
    this.body = body;
    this.log = log;
    this.attempts = new Attempts(loop, log, this, balancer, head, client);
    this.upgrade = upgrade;
    this.toHead = HttpMethod.HEAD.equals(head.method());
  }

  /** Sets what the request's rule changes of it and its answer; null: nothing. */
  void modify(Modification by) {
    modification = by;
    if (by != null && upgrade == null && !exchange.isolated()) {
      body.copyTo(loop.mirrors().begin(by, head, client, listener, attempts.service().service()));
    }
  }

  Attempts attempts() {
    return attempts;
  }

  /** Whether the client has got a part of the target's answer. */
  boolean answering() {
    return answer != null || switched;
  }

  /** Whether it is the target that the exchange waits for. */
  boolean turn() {
    return client.isWritable() && !exchange.waitsForClient();
  }

  /** Sends the head and what has come of the body. */
  void send() {
    if (!prepared) {
      prepared = true;
      body.replayable(Failure.mayRepeat(head, attempts.service().service()));
      RequestFields.prepare(
          head,
          attempts.service().service(),
          attempts.target().endpoint(),
          client,
          listener.port(),
          loop.via(),
          upgrade);
      if (modification != null) {
        modification.request(head);
      }
      endsTarget = Desync.endsTarget(head.flaws(), listener.table().listener().desyncMode());
      if (endsTarget) {
        head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      }
    }
    UpstreamExchange connection = attempts.connection();
    connection.expectAnswer(toHead);
    connection.write(head);
    body.sendWaiting(connection);
    if (connection.inUse()) {
      connection.flush();
      client.updateReading();
    }
  }

  /** Sends a piece of the body; there is a connection. */
  void sendContent(HttpContent content) {
    attempts.sending();
    UpstreamExchange connection = attempts.connection();
    body.send(connection, content);
    if (body.complete() && connection.inUse()) {
      connection.flush();
    }
  }

  /** The client takes more of the answer; there is a connection. */
  void clientWritable() {
    attempts.targetActive();
    attempts.connection().reading(true);
  }

  @Override
  public void connected(UpstreamExchange connection) {
    if (exchange.connecting()) {
      attempts.connected(connection);
      exchange.connected();
    } else {
      connection.release();
    }
  }

  @Override
  public void connectFailed(Reason reason) {
    if (exchange.connecting()) {
      repeatOrFail(reason);
    }
  }

  @Override
  public void upstreamFailed(Reason reason) {
    if (answering()) {
      log.reason(reason);
      exchange.cut();
    } else {
      repeatOrFail(reason);
    }
  }

  /** A target is chosen after all, since it has room now. */
  void foundRoom() {
    exchange.goOn(Attempts.Next.CONNECT, Reason.NONE);
  }

  private void repeatOrFail(Reason reason) {
    exchange.goOn(attempts.failed(reason, head.method(), body), reason);
  }

  @Override
  public void answerHead(ResponseHead head) {
    attempts.targetActive();
    if (head.interim()) {
      passInterim(head);
    } else {
      attempts.answered(head);
      if (attempts.refuses(head, this.head.method(), body)) {
        exchange.goOn(Attempts.Next.CONNECT, Reason.NONE);
      } else {
        attempts.judge();
        takeAnswer(head);
      }
    }
  }

  private void takeAnswer(ResponseHead head) {
    if (head.status().code() == 101) {
      switchProtocol(head);
    } else {
      beginAnswer(head);
    }
  }

  private void passInterim(ResponseHead interim) {
    interimBytes += interim.size();
    if (++interims > MAX_INTERIMS || interimBytes > MAX_INTERIM_BYTES) {
      attempts.connection().close();
      upstreamFailed(Reason.UPSTREAM_INVALID);
      return;
    }
    if (head.http11()) {
      HopByHop.remove(interim.headers(), interim.hasConnection());
      AnswerFraming.frameInterim(interim.headers());
      client.writeInterim(interim);
    }
  }

  private void switchProtocol(ResponseHead switching) {
    attempts.passing(switching);
    AnswerFraming.frameInterim(switching.headers());
    if (upgrade == null
        || !Upgrades.grants(upgrade, switching)
        || !client.switchProtocol(switching)) {
      attempts.connection().close();
      upstreamFailed(Reason.UPSTREAM_INVALID);
      return;
    }
    log.status(101);
    switched = true;
    exchange.switched();
    // The decoders are still at work on these bytes; they are removed once they are done.
    loop.eventLoop().execute(this::openTunnel);
  }

  private void openTunnel() {
    UpstreamExchange connection = attempts.takeConnection();
    if (connection == null) {
      return;
    }
    Runnable leave =
        client.openTunnel(
            connection.handOver(),
            listener.table().listener().idleTimeoutSeconds(),
            log,
            Farewell.of(upgrade),
            this::tunnelEnded);
    if (attempts.target() != null) {
      farewell = leave;
      attempts.target().whenLeft(leave);
    }
  }

  private void tunnelEnded() {
    if (farewell != null) {
      attempts.target().forget(farewell);
    }
    exchange.end();
  }

  private void beginAnswer(ResponseHead answerHead) {
    if (upgrade != null && !client.acceptsWithoutSwitch(answerHead.status().code())) {
      attempts.connection().close();
      upstreamFailed(Reason.UPSTREAM_INVALID);
      return;
    }
    body.forget();
    attempts.passing(answerHead);
    answer =
        new TargetAnswer(
            answerHead,
            toHead,
            exchange.mayKeep(),
            client,
            loop.via(),
            listener.hsts(),
            log,
            modification);
  }

  @Override
  public void answerContent(HttpContent content) {
    if (exchange.ended()) {
      content.release();
    } else if (TargetAnswer.pass(content, client, log)) {
      answerComplete();
    } else if (!client.isWritable() && attempts.connection() != null) {
      attempts.connection().reading(false);
    }
  }

  @Override
  public void answerReadComplete() {
    attempts.targetActive();
    client.flush();
  }

  private void answerComplete() {
    UpstreamExchange done = attempts.takeConnection();
    client.flush();
    if (answer.targetKeeps() && body.complete() && !endsTarget) {
      done.release();
    } else {
      done.close();
    }
    exchange.answered(answer.keep());
  }

  @Override
  public void upstreamWritable() {
    attempts.targetActive();
    client.updateReading();
  }
}
