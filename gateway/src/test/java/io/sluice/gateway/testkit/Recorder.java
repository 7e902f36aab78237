package io.sluice.gateway.testkit;

import io.sluice.gateway.http.codec.Flaw;
import io.sluice.gateway.limits.Rejection;
import io.sluice.gateway.observe.LoopObserver;
import io.sluice.gateway.observe.LoopObservers;
import io.sluice.gateway.observe.RequestSummary;
import io.sluice.gateway.persistence.CookieEvent;
import io.sluice.gateway.resilience.ResilienceObserver;
import io.sluice.gateway.resilience.ServiceState;
import io.sluice.gateway.tls.HandshakeFailure;
import io.sluice.gateway.tls.TlsConnection;
import io.sluice.gateway.tls.TlsObserver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what the event loops of a gateway report. */
final class Recorder implements LoopObserver, LoopObservers, ResilienceObserver, TlsObserver {
  private final List<ServiceState> services = new CopyOnWriteArrayList<>();
  final List<RequestSummary> summaries = new CopyOnWriteArrayList<>();
  final AtomicInteger retriesRefused = new AtomicInteger();
  final List<String> floods = new CopyOnWriteArrayList<>();
  final Map<Rejection, Integer> rejections = new ConcurrentHashMap<>();
  final List<String> handshakes = new CopyOnWriteArrayList<>();
  final List<String> proxyRefusals = new CopyOnWriteArrayList<>();
  final List<String> copies = new CopyOnWriteArrayList<>();
  final List<String> flaws = new CopyOnWriteArrayList<>();

  final List<CookieEvent> cookies = new CopyOnWriteArrayList<>();

  @Override
  public void cookie(UUID serviceId, CookieEvent event) {
    cookies.add(event);
  }

  @Override
  public LoopObserver forLoop(int loop) {
    return this;
  }

  @Override
  public ResilienceObserver resilience() {
    return this;
  }

  @Override
  public void serviceMet(ServiceState service) {
    services.add(service);
  }

  @Override
  public void ejectionDecided(UUID serviceId, UUID targetId, boolean ejected) {}

  @Override
  public void ejectedChanged(Map<UUID, Set<UUID>> ejectedByService) {}

  /** Requests and connections that wait for a target with room. */
  int waiting() {
    return services.stream().mapToInt(ServiceState::waiting).sum();
  }

  @Override
  public TlsObserver tls() {
    return this;
  }

  @Override
  public void handshakeBegan(UUID listenerId) {}

  @Override
  public void handshakeSucceeded(UUID listenerId, TlsConnection connection, long nanos) {
    handshakes.add("ok " + connection.version());
  }

  @Override
  public void handshakeFailed(UUID listenerId, HandshakeFailure failure) {
    handshakes.add(failure.name());
  }

  @Override
  public void helloRefused(UUID listenerId, HandshakeFailure failure) {
    handshakes.add(failure.name());
  }

  @Override
  public void connectionOpened(UUID listenerId) {}

  @Override
  public void connectionClosed(UUID listenerId) {}

  @Override
  public void connectionRejected(UUID listenerId, Rejection rejection) {
    rejections.merge(rejection, 1, Integer::sum);
  }

  @Override
  public void acceptFailed(UUID listenerId) {}

  @Override
  public void flawed(UUID listenerId, Flaw flaw, boolean passed) {
    flaws.add((passed ? "passed " : "refused ") + flaw);
  }

  @Override
  public void flooded(UUID listenerId, String kind) {
    floods.add(kind);
  }

  @Override
  public void mirrored(UUID listenerId, String outcome) {
    copies.add(outcome);
  }

  @Override
  public void retryRefused(UUID serviceId) {
    retriesRefused.incrementAndGet();
  }

  @Override
  public void requestEnded(RequestSummary request) {
    summaries.add(request);
  }

  @Override
  public void proxyHeaderRefused(UUID listenerId, String reason) {
    proxyRefusals.add(reason);
  }

  @Override
  public void streamEnded(RequestSummary connection) {
    summaries.add(connection);
  }
}
