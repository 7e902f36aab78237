package io.sluice.gateway.stream;

import io.netty.util.NetUtil;
import io.sluice.gateway.balancing.LoopEndpoint;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.observe.RequestSummary;
import java.util.UUID;

/** What is noted of a connection on its way. */
final class StreamLog {
  private final StreamClient client;
  private final long startedAtMillis = System.currentTimeMillis();
  private final long startedAt = System.nanoTime();
  private UUID serviceId;
  private LoopEndpoint target;
  private Reason reason = Reason.NONE;
  private int attempts;
  private long received;
  private long sent;

  StreamLog(StreamClient client) {
    this.client = client;
  }

  void service(UUID service) {
    serviceId = service;
  }

  void attempt(LoopEndpoint endpoint) {
    target = endpoint;
    attempts++;
  }

  int attempts() {
    return attempts;
  }

  /** Notes why it ends; what comes first counts. */
  void reason(Reason why) {
    if (reason == Reason.NONE) {
      reason = why;
    }
  }

  void passed(boolean fromClient, int bytes) {
    if (fromClient) {
      received += bytes;
    } else {
      sent += bytes;
    }
  }

  RequestSummary summary() {
    return new RequestSummary(
        client.listenerId(),
        serviceId,
        target == null ? null : target.targetId(),
        target == null ? null : target.endpoint().host() + ":" + target.endpoint().port(),
        NetUtil.toSocketAddressString(client.source()),
        null,
        client.serverName(),
        null,
        client.protocol(),
        0,
        reason,
        attempts,
        startedAtMillis,
        System.nanoTime() - startedAt,
        received,
        sent);
  }
}
