package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.observe.RequestSummary;
import io.sluice.gateway.table.Endpoint;
import java.util.UUID;

/** What is noted of a request on its way. */
final class RequestLog {
  private final UUID listenerId;
  private final String clientAddress;
  private final String method;
  private final String host;
  private final String requestTarget;
  private final String version;
  private final long startedAtMillis = System.currentTimeMillis();
  private final long startedAt = System.nanoTime();
  private UUID serviceId;
  private Endpoint target;
  private int status;
  private Reason reason = Reason.NONE;
  private int attempts;
  private long bytesReceived;
  private long bytesSent;

  /**
   * A request that begins.
   *
   * @param head as the client sent it, or null when it was not understood
   */
  RequestLog(UUID listenerId, Downstream client, RequestHead head) {
    this.listenerId = listenerId;
    this.clientAddress = client.clientAddress();
    this.method = head == null ? null : head.method().name();
    this.host = head == null ? null : head.headers().get(HttpHeaderNames.HOST);
    this.requestTarget = head == null ? null : head.uri();
    this.version = client.version().text();
  }

  void service(UUID service) {
    serviceId = service;
  }

  void attempt(Endpoint endpoint) {
    target = endpoint;
    attempts++;
  }

  void status(int newStatus) {
    status = newStatus;
  }

  void reason(Reason newReason) {
    reason = newReason;
  }

  void received(int bytes) {
    bytesReceived += bytes;
  }

  void sent(int bytes) {
    bytesSent += bytes;
  }

  int attempts() {
    return attempts;
  }

  long bytesReceived() {
    return bytesReceived;
  }

  /** Nanoseconds of the monotonic clock. */
  long startedAt() {
    return startedAt;
  }

  RequestSummary summary() {
    return new RequestSummary(
        listenerId,
        serviceId,
        target == null ? null : target.targetId(),
        target == null ? null : target.host() + ":" + target.port(),
        clientAddress,
        method,
        host,
        requestTarget,
        version,
        status,
        reason,
        attempts,
        startedAtMillis,
        System.nanoTime() - startedAt,
        bytesReceived,
        bytesSent);
  }
}
