package io.sluice.gateway.testkit;

import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.DesyncMode;
import io.sluice.contracts.model.HashKey;
import io.sluice.contracts.model.Http2Settings;
import io.sluice.contracts.model.ListenerLimits;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.contracts.model.PoolSettings;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.ProxyProtocol;
import io.sluice.contracts.model.ProxyProtocolIn;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.TargetHealth;
import io.sluice.contracts.model.TargetTls;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.gateway.persistence.KeyRing;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.ListenerCertificates;
import io.sluice.gateway.table.TargetCertificates;
import io.sluice.gateway.table.Zoning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** What a test says of a gateway's one listener and one backend service. */
public abstract class TestSettings<T extends TestSettings<T>> {
  static final UUID LISTENER = new UUID(1, 1);
  static final UUID SERVICE = new UUID(2, 2);

  UnaryOperator<ServiceSettings> serviceChange = UnaryOperator.identity();
  UnaryOperator<ListenerSettings> listenerChange = UnaryOperator.identity();
  ListenerLimits limits = ListenerLimits.DEFAULT;
  List<Endpoint> endpoints = List.of();
  boolean streams;
  Protocol protocol;
  final Map<String, Integer> hosts = new LinkedHashMap<>();
  ProxyProtocolIn proxied;
  ProxyProtocol targetProxy = ProxyProtocol.OFF;
  int[] weights = {};
  BackendService.Algorithm algorithm = BackendService.Algorithm.WEIGHTED_ROUND_ROBIN;
  HashKey hashKey;
  ResilienceSettings resilience = ResilienceSettings.PLAIN;
  int slowStartSeconds;
  Zoning zoning = Zoning.ANY;
  Stickiness stickiness = Stickiness.OFF;
  KeyRing keyRing = KeyRing.EMPTY;
  Protocol targetProtocol = Protocol.HTTP;
  UpstreamHttp targetHttp = UpstreamHttp.HTTP_1_1;
  TargetTls targetTls;
  TargetCertificates targetCertificates = TargetCertificates.NONE;
  PoolSettings pool = PoolSettings.DEFAULT;
  Decision decision = new Decision.Forward(List.of(new Decision.Share(SERVICE, 1)));
  List<Rule> rules = List.of();
  ListenerTls tls;
  Http2Settings http2 = Http2Settings.DEFAULT;
  ListenerCertificates certificates;
  DesyncMode desyncMode = DesyncMode.STRICT;

  /** Settings of the service that tests change. */
  public record ServiceSettings(
      int connectTimeout,
      int responseTimeout,
      Integer requestTimeout,
      int retries,
      BackendService.ForwardedMode forwardedFor,
      boolean forwardedFields) {}

  /** Settings of the listener that tests change. */
  public record ListenerSettings(
      int idleTimeout, int headerTimeout, int maxHeaderBytes, long maxBodyBytes) {}

  abstract T self();

  /** Changes the service. */
  public T service(UnaryOperator<ServiceSettings> change) {
    serviceChange = change;
    return self();
  }

  /** Makes it a listener of TCP, or of TLS when it has TLS, to targets of TCP. */
  public T streams() {
    streams = true;
    targetProtocol = Protocol.TCP;
    return self();
  }

  /** Makes it a listener that passes TLS on to targets of TCP. */
  public T passThrough() {
    streams();
    protocol = Protocol.TLS;
    return self();
  }

  /** Adds a rule for a host that forwards to a service of its own with one target. */
  public T rule(String host, int targetPort) {
    hosts.put(host, targetPort);
    return self();
  }

  /** Believes PROXY protocol from some sources. */
  public T proxied(boolean required, String... trusted) {
    proxied = new ProxyProtocolIn(List.of(trusted), required);
    return self();
  }

  /** What targets are told of clients by PROXY protocol. */
  public T targetProxy(ProxyProtocol version) {
    targetProxy = version;
    return self();
  }

  /** How targets are spoken to. */
  public T targetProtocol(Protocol protocol, UpstreamHttp http) {
    targetProtocol = protocol;
    targetHttp = http;
    return self();
  }

  /** TLS with targets; the certificates are those that the settings name. */
  public T targetTls(TargetTls tls, TargetCertificates certificates) {
    targetTls = tls;
    targetProtocol = targetProtocol == Protocol.HTTP ? Protocol.HTTPS : targetProtocol;
    targetCertificates = certificates;
    return self();
  }

  /** Sets the bounds of connections to a target. */
  public T pool(PoolSettings settings) {
    pool = settings;
    return self();
  }

  /** Changes the listener. */
  public T listener(UnaryOperator<ListenerSettings> change) {
    listenerChange = change;
    return self();
  }

  /** Sets the listener's limits. */
  public T limits(ListenerLimits newLimits) {
    limits = newLimits;
    return self();
  }

  /** Makes it a listener with TLS; the certificates are those that the settings name. */
  public T tls(ListenerTls newTls, ListenerCertificates newCertificates) {
    tls = newTls;
    certificates = newCertificates;
    return self();
  }

  /** Makes it a listener with TLS and the default settings. */
  public T tls(Certificate... newCertificates) {
    List<Certificate> all = List.of(newCertificates);
    return tls(
        ListenerTls.of(all.stream().map(Certificate::id).toList()),
        new ListenerCertificates(all, null, null));
  }

  /** Says whether HTTP/2 is spoken. */
  public T http2(boolean enabled) {
    http2 = new Http2Settings(enabled, 100);
    return self();
  }

  /** What the listener does with every request. */
  public T decides(Decision newDecision) {
    decision = newDecision;
    return self();
  }

  /** Sets the listener's rules. */
  public T rules(Rule... newRules) {
    rules = List.of(newRules);
    return self();
  }

  /** Sets the algorithm, and what it places requests by, or null. */
  public T algorithm(BackendService.Algorithm newAlgorithm, HashKey newKey) {
    algorithm = newAlgorithm;
    hashKey = newKey;
    return self();
  }

  /** Changes how the service bears targets that fail. */
  public T resilience(UnaryOperator<ResilienceSettings> change) {
    resilience = change.apply(resilience);
    return self();
  }

  /** Says by what clients keep to a target, with the keys of cookies. */
  public T sticky(Stickiness newStickiness, KeyRing newKeyRing) {
    stickiness = newStickiness;
    keyRing = newKeyRing;
    return self();
  }

  /** Weights of the targets that are set after it; 10 for those beyond. */
  public T weights(int... newWeights) {
    weights = newWeights;
    return self();
  }

  /** Sets the targets. */
  public T targets(RecordingTarget... targets) {
    return ports(java.util.Arrays.stream(targets).mapToInt(RecordingTarget::port).toArray());
  }

  /** Sets the targets by their ports on the loopback. */
  public T ports(int... ports) {
    List<Endpoint> next = new ArrayList<>();
    for (int i = 0; i < ports.length; i++) {
      next.add(endpoint(ports[i], i < weights.length ? weights[i] : 10));
    }
    next.sort(Comparator.comparing(Endpoint::targetId));
    endpoints = next;
    return self();
  }

  static Endpoint endpoint(int target, int weight) {
    return new Endpoint(
        new UUID(3, target),
        "127.0.0.1",
        target,
        weight,
        null,
        false,
        TargetHealth.State.HEALTHY,
        false,
        true);
  }

  /** Changes each of the targets that are set. */
  public T eachTarget(UnaryOperator<Endpoint> change) {
    endpoints = endpoints.stream().map(change).toList();
    return self();
  }

  /** Which zones' targets the listener's load balancer uses; those of all by default. */
  public T zoning(Zoning newZoning) {
    zoning = newZoning;
    return self();
  }

  /** In how many seconds the share of a new target grows. */
  public T slowStart(int seconds) {
    slowStartSeconds = seconds;
    return self();
  }

  /** How the listener treats requests with two readings; strict by default. */
  public T desync(DesyncMode mode) {
    desyncMode = mode;
    return self();
  }
}
