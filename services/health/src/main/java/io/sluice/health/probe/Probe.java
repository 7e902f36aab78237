package io.sluice.health.probe;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.health.domain.Exchange;
import io.sluice.health.domain.Pair;
import io.sluice.health.domain.Verdict;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One probe on the network: tells the {@link Exchange} what its connection does. Runs on the event
 * loop that starts it.
 */
final class Probe {
  private final Vertx vertx;
  private final ProbeClients clients;
  private final Pair pair;
  private final Consumer<Verdict> onVerdict;
  private final long deadline;
  private Exchange exchange;
  private NetSocketInternal socket;
  private boolean done;

  private Probe(Vertx vertx, ProbeClients clients, Pair pair, Consumer<Verdict> onVerdict) {
    this.vertx = vertx;
    this.clients = clients;
    this.pair = pair;
    this.onVerdict = onVerdict;
    this.exchange = new Exchange(pair);
    this.deadline =
        vertx.setTimer(pair.check().timeoutSeconds() * 1_000L, id -> end(exchange.deadline()));
  }

  /**
   * Probes.
   *
   * @param onVerdict called once
   */
  static void run(Vertx vertx, ProbeClients clients, Pair pair, Consumer<Verdict> onVerdict) {
    if (pair.tls() == null || !pair.tls().complete() || clients.knows(pair.tls())) {
      begin(vertx, clients, pair, onVerdict);
    } else {
      // Reading a trust store takes long enough to use up a probe's time, and others' on its loop.
      vertx
          .executeBlocking(() -> clients.tls(pair.tls()), false)
          .onComplete(made -> begin(vertx, clients, pair, onVerdict));
    }
  }

  private static void begin(
      Vertx vertx, ProbeClients clients, Pair pair, Consumer<Verdict> onVerdict) {
    Probe probe = new Probe(vertx, clients, pair, onVerdict);
    if (pair.tls() != null && !pair.tls().complete()) {
      probe.end(
          Verdict.failed(
              Reason.CONNECT_FAILED, "A certificate that its TLS settings refer to is missing."));
      return;
    }
    // The client's connect timeout is the check's, so that no attempt outlives its probe.
    clients
        .withTimeout(pair.check().timeoutSeconds())
        .connect(pair.probePort(), pair.address())
        .onSuccess(probe::onConnected)
        .onFailure(probe::onConnectFailed);
  }

  private void onConnectFailed(Throwable failure) {
    Reason reason = ConnectFailures.reason(failure);
    end(exchange.connectFailed(reason, ConnectFailures.detail(failure, pair.endpoint())));
  }

  private void onConnected(NetSocket connected) {
    socket = (NetSocketInternal) connected;
    if (done) {
      socket.close();
      return;
    }
    if (pair.grpc()) {
      exchange =
          new Exchange(
              pair,
              new GrpcAnswer(
                  socket.channelHandlerContext(), bytes -> socket.write(Buffer.buffer(bytes))));
    }
    Optional<Verdict> verdict = exchange.connected();
    if (verdict.isPresent()) {
      end(verdict.get());
      return;
    }
    socket.handler(data -> exchange.received(data.getBytes()).ifPresent(this::end));
    socket.exceptionHandler(failure -> end(exchange.broken(failure.getMessage())));
    socket.closeHandler(ignored -> end(exchange.closed()));
    if (pair.tls() == null) {
      ask();
    } else {
      secure();
    }
  }

  private void secure() {
    ChannelHandlerContext context = socket.channelHandlerContext();
    SslContext tls = clients.tls(pair.tls());
    SslHandler handler = TlsContexts.handler(tls, context.alloc(), pair);
    socket.exceptionHandler(this::onHandshakeFailed);
    handler
        .handshakeFuture()
        .addListener(shake -> {
          if (shake.isSuccess()) {
            onSecured();
          } else {
            onHandshakeFailed(shake.cause());
          }
        });
    context.pipeline().addFirst(handler);
  }

  private void onHandshakeFailed(Throwable failure) {
    end(
        exchange.connectFailed(
            ConnectFailures.handshakeReason(failure),
            ConnectFailures.handshakeDetail(failure, pair.endpoint())));
  }

  private void onSecured() {
    if (done) {
      return;
    }
    socket.exceptionHandler(failure -> end(exchange.broken(failure.getMessage())));
    exchange.secured().ifPresentOrElse(this::end, this::ask);
  }

  private void ask() {
    socket
        .write(Buffer.buffer(pair.grpc() ? GrpcRequest.of(pair) : pair.request()))
        .onSuccess(ignored -> exchange.sent())
        .onFailure(failure -> end(exchange.sendFailed(failure.getMessage())));
  }

  private void end(Verdict verdict) {
    if (done) {
      return;
    }
    done = true;
    vertx.cancelTimer(deadline);
    if (socket != null) {
      socket.close();
    }
    onVerdict.accept(verdict);
  }
}
