package io.sluice.health.probe;

import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.health.domain.Exchange;
import io.sluice.health.domain.Pair;
import io.sluice.health.domain.Verdict;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One probe on the network: tells the {@link Exchange} what its connection does. Runs on the event
 * loop that starts it.
 */
final class Probe {
  private final Vertx vertx;
  private final Pair pair;
  private final Exchange exchange;
  private final Consumer<Verdict> onVerdict;
  private final long deadline;
  private NetSocket socket;
  private boolean done;

  private Probe(Vertx vertx, Pair pair, Consumer<Verdict> onVerdict) {
    this.vertx = vertx;
    this.pair = pair;
    this.onVerdict = onVerdict;
    this.exchange = new Exchange(pair);
    this.deadline =
        vertx.setTimer(pair.check().timeoutSeconds() * 1_000L, id -> end(exchange.deadline()));
  }

  /**
   * Probes.
   *
   * @param client whose connect timeout is the check's, so that no attempt outlives its probe
   * @param onVerdict called once
   */
  static void run(Vertx vertx, NetClient client, Pair pair, Consumer<Verdict> onVerdict) {
    Probe probe = new Probe(vertx, pair, onVerdict);
    client
        .connect(pair.probePort(), pair.address())
        .onSuccess(probe::onConnected)
        .onFailure(probe::onConnectFailed);
  }

  private void onConnectFailed(Throwable failure) {
    Reason reason = ConnectFailures.reason(failure);
    end(exchange.connectFailed(reason, ConnectFailures.detail(failure, pair.endpoint())));
  }

  private void onConnected(NetSocket connected) {
    socket = connected;
    if (done) {
      socket.close();
      return;
    }
    Optional<Verdict> verdict = exchange.connected();
    if (verdict.isPresent()) {
      end(verdict.get());
      return;
    }
    socket.handler(data -> exchange.received(data.getBytes()).ifPresent(this::end));
    socket.exceptionHandler(failure -> end(exchange.broken(failure.getMessage())));
    socket.closeHandler(ignored -> end(exchange.closed()));
    socket
        .write(Buffer.buffer(pair.request()))
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
