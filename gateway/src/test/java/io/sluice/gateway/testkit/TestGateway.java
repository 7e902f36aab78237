package io.sluice.gateway.testkit;

import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.DesyncMode;
import io.sluice.contracts.model.HashKey;
import io.sluice.contracts.model.Http2Settings;
import io.sluice.contracts.model.Listener;
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
import io.sluice.contracts.sync.Revision;
import io.sluice.gateway.limits.Rejection;
import io.sluice.gateway.listener.DataPlane;
import io.sluice.gateway.listener.DataPlaneOptions;
import io.sluice.gateway.listener.NettyDataPlane;
import io.sluice.gateway.listener.Transport;
import io.sluice.gateway.observe.RequestSummary;
import io.sluice.gateway.persistence.CookieEvent;
import io.sluice.gateway.persistence.KeyRing;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.ListenerCertificates;
import io.sluice.gateway.table.ListenerTable;
import io.sluice.gateway.table.Revisions;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.RuleSet;
import io.sluice.gateway.table.ServiceTable;
import io.sluice.gateway.table.TargetCertificates;
import io.sluice.gateway.table.Zoning;
import io.sluice.gateway.tls.TlsEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A data plane with one listener and one backend service, whose settings a test changes. */
public final class TestGateway implements AutoCloseable {
  private final NettyDataPlane plane;
  private final Recorder seen = new Recorder();
  private final int port;
  private UnaryOperator<ServiceSettings> serviceChange = UnaryOperator.identity();
  private UnaryOperator<ListenerSettings> listenerChange = UnaryOperator.identity();
  private ListenerLimits limits = ListenerLimits.DEFAULT;
  private List<Endpoint> endpoints = List.of();
  private boolean streams;
  private Protocol protocol;
  private final Map<String, Integer> hosts = new LinkedHashMap<>();
  private ProxyProtocolIn proxied;
  private ProxyProtocol targetProxy = ProxyProtocol.OFF;
  private int[] weights = {};
  private BackendService.Algorithm algorithm = BackendService.Algorithm.WEIGHTED_ROUND_ROBIN;
  private HashKey hashKey;
  private ResilienceSettings resilience = ResilienceSettings.PLAIN;
  private int slowStartSeconds;
  private Zoning zoning = Zoning.ANY;
  private Stickiness stickiness = Stickiness.OFF;
  private KeyRing keyRing = KeyRing.EMPTY;
  private Protocol targetProtocol = Protocol.HTTP;
  private UpstreamHttp targetHttp = UpstreamHttp.HTTP_1_1;
  private TargetTls targetTls;
  private TargetCertificates targetCertificates = TargetCertificates.NONE;
  private PoolSettings pool = PoolSettings.DEFAULT;
  private Decision decision;
  private List<Rule> rules = List.of();
  private ListenerTls tls;
  private Http2Settings http2 = Http2Settings.DEFAULT;
  private ListenerCertificates certificates;
  private DesyncMode desyncMode = DesyncMode.STRICT;

  private static final int MANY = 10_000;
  private static final UUID LISTENER = new UUID(1, 1);
  private static final UUID SERVICE = new UUID(2, 2);

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

  /** A gateway with two event loops on the best transport. */
  public TestGateway() {
    this(Transport.best(), 2, FreePort.find(), MANY);
  }

  /** A gateway whose listener is not open before {@link #apply}. */
  public TestGateway(Transport transport, int loops) {
    this(transport, loops, FreePort.find(), MANY);
  }

  /** A gateway with another library for TLS, whose listener is not open before {@link #apply}. */
  public TestGateway(TlsEngine engine) {
    this(Transport.best(), 2, FreePort.find(), MANY, engine);
  }

  private TestGateway(Transport transport, int loops, int port, int maxConnections) {
    this(transport, loops, port, maxConnections, TlsEngine.of("auto"));
  }

  private TestGateway(
      Transport transport, int loops, int port, int maxConnections, TlsEngine engine) {
    this.port = port;
    plane =
        NettyDataPlane.start(
            new DataPlaneOptions(
                "test",
                "127.0.0.1",
                loops,
                maxConnections,
                Duration.ofSeconds(5),
                transport,
                engine),
            seen);
    decision = new Decision.Forward(List.of(new Decision.Share(SERVICE, 1)));
  }

  /** A gateway whose listener has a port that another gateway has too. */
  public static TestGateway on(int port) {
    return new TestGateway(Transport.best(), 2, port, MANY);
  }

  /** A gateway that takes so many client connections. */
  public static TestGateway taking(int maxConnections) {
    return new TestGateway(Transport.best(), 2, FreePort.find(), maxConnections);
  }

  /** A gateway that forwards to targets, already serving. */
  public static TestGateway to(RecordingTarget... targets) {
    return new TestGateway().targets(targets).apply();
  }

  /** Changes the service. */
  public TestGateway service(UnaryOperator<ServiceSettings> change) {
    serviceChange = change;
    return this;
  }

  /** Makes it a listener of TCP, or of TLS when it has TLS, to targets of TCP. */
  public TestGateway streams() {
    streams = true;
    targetProtocol = Protocol.TCP;
    return this;
  }

  /** Makes it a listener that passes TLS on to targets of TCP. */
  public TestGateway passThrough() {
    streams();
    protocol = Protocol.TLS;
    return this;
  }

  /** Adds a rule for a host that forwards to a service of its own with one target. */
  public TestGateway rule(String host, int targetPort) {
    hosts.put(host, targetPort);
    return this;
  }

  /** Believes PROXY protocol from some sources. */
  public TestGateway proxied(boolean required, String... trusted) {
    proxied = new ProxyProtocolIn(List.of(trusted), required);
    return this;
  }

  /** Why headers of PROXY protocol were refused. */
  public List<String> proxyRefusals() {
    return seen.proxyRefusals;
  }

  /** What targets are told of clients by PROXY protocol. */
  public TestGateway targetProxy(ProxyProtocol version) {
    targetProxy = version;
    return this;
  }

  /** How targets are spoken to. */
  public TestGateway targetProtocol(Protocol protocol, UpstreamHttp http) {
    targetProtocol = protocol;
    targetHttp = http;
    return this;
  }

  /** TLS with targets; the certificates are those that the settings name. */
  public TestGateway targetTls(TargetTls tls, TargetCertificates certificates) {
    targetTls = tls;
    targetProtocol = targetProtocol == Protocol.HTTP ? Protocol.HTTPS : targetProtocol;
    targetCertificates = certificates;
    return this;
  }

  /** Sets the bounds of connections to a target. */
  public TestGateway pool(PoolSettings settings) {
    pool = settings;
    return this;
  }

  /** Changes the listener. */
  public TestGateway listener(UnaryOperator<ListenerSettings> change) {
    listenerChange = change;
    return this;
  }

  /** Sets the listener's limits. */
  public TestGateway limits(ListenerLimits newLimits) {
    limits = newLimits;
    return this;
  }

  /** Makes it a listener with TLS; the certificates are those that the settings name. */
  public TestGateway tls(ListenerTls newTls, ListenerCertificates newCertificates) {
    tls = newTls;
    certificates = newCertificates;
    return this;
  }

  /** Makes it a listener with TLS and the default settings. */
  public TestGateway tls(Certificate... newCertificates) {
    List<Certificate> all = List.of(newCertificates);
    return tls(
        ListenerTls.of(all.stream().map(Certificate::id).toList()),
        new ListenerCertificates(all, null, null));
  }

  /** Says whether HTTP/2 is spoken. */
  public TestGateway http2(boolean enabled) {
    http2 = new Http2Settings(enabled, 100);
    return this;
  }

  /** What the listener does with every request. */
  public TestGateway decides(Decision newDecision) {
    decision = newDecision;
    return this;
  }

  /** Sets the listener's rules. */
  public TestGateway rules(Rule... newRules) {
    rules = List.of(newRules);
    return this;
  }

  /** Sets the algorithm, and what it places requests by, or null. */
  public TestGateway algorithm(BackendService.Algorithm newAlgorithm, HashKey newKey) {
    algorithm = newAlgorithm;
    hashKey = newKey;
    return this;
  }

  /** Changes how the service bears targets that fail. */
  public TestGateway resilience(UnaryOperator<ResilienceSettings> change) {
    resilience = change.apply(resilience);
    return this;
  }

  /** Says by what clients keep to a target, with the keys of cookies. */
  public TestGateway sticky(Stickiness newStickiness, KeyRing newKeyRing) {
    stickiness = newStickiness;
    keyRing = newKeyRing;
    return this;
  }

  /** Changes the targets that are set. */
  public TestGateway endpoints(UnaryOperator<Endpoint> change) {
    endpoints = endpoints.stream().map(change).toList();
    return this;
  }

  /** Weights of the targets that are set after it; 10 for those beyond. */
  public TestGateway weights(int... newWeights) {
    weights = newWeights;
    return this;
  }

  /** Sets the targets. */
  public TestGateway targets(RecordingTarget... targets) {
    return ports(java.util.Arrays.stream(targets).mapToInt(RecordingTarget::port).toArray());
  }

  /** Sets the targets by their ports on the loopback. */
  public TestGateway ports(int... ports) {
    List<Endpoint> next = new ArrayList<>();
    for (int i = 0; i < ports.length; i++) {
      next.add(endpoint(ports[i], i < weights.length ? weights[i] : 10));
    }
    next.sort(Comparator.comparing(Endpoint::targetId));
    endpoints = next;
    return this;
  }

  private static Endpoint endpoint(int target, int weight) {
    return new Endpoint(
        new UUID(3, target), "127.0.0.1", target, weight, null, false, TargetHealth.State.HEALTHY);
  }

  /** Changes each of the targets that are set. */
  public TestGateway eachTarget(UnaryOperator<Endpoint> change) {
    endpoints = endpoints.stream().map(change).toList();
    return this;
  }

  /** Which zones' targets the listener's load balancer uses; those of all by default. */
  public TestGateway zoning(Zoning newZoning) {
    zoning = newZoning;
    return this;
  }

  /** In how many seconds the share of a new target grows. */
  public TestGateway slowStart(int seconds) {
    slowStartSeconds = seconds;
    return this;
  }

  /** How the listener treats requests with two readings; strict by default. */
  public TestGateway desync(DesyncMode mode) {
    desyncMode = mode;
    return this;
  }

  /** Puts the settings into use. */
  public TestGateway apply() {
    await(plane.apply(table(true)));
    return this;
  }

  /** Takes the listener away. */
  public void removeListener() {
    await(plane.apply(table(false)));
  }

  /** The table as it is now set. */
  public RoutingTable table(boolean withListener) {
    Map<UUID, ServiceTable> services = new HashMap<>();
    services.put(
        SERVICE,
        ServiceTable.of(service(SERVICE), endpoints, targetCertificates, Set.of(zoning), null));
    List<Rule> all = new ArrayList<>(rules);
    hosts.forEach((host, target) -> {
      UUID id = new UUID(2, target);
      services.put(
          id,
          ServiceTable.of(
              service(id),
              List.of(endpoint(target, 10)),
              targetCertificates,
              Set.of(zoning),
              null));
      all.add(RuleBuilder.rule(host).host(host).does(forward(id)).build());
    });
    RuleSet ruleSet = RuleSet.of(all);
    return new RoutingTable(
        new Revisions(new Revision(1, 1), new Revision(1, 1), new Revision(1, 1)),
        withListener
            ? Map.of(
                LISTENER,
                new ListenerTable(
                    listener(),
                    ruleSet.router(),
                    ruleSet.lenientRouter(),
                    decision,
                    certificates,
                    zoning))
            : Map.of(),
        services,
        keyRing);
  }

  /** An action that forwards to the targets. */
  public static Action.Forward forward() {
    return forward(SERVICE);
  }

  private static Action.Forward forward(UUID service) {
    return new Action.Forward(List.of(new Action.WeightedService(service, 1)));
  }

  private BackendService service(UUID id) {
    ServiceSettings s =
        serviceChange.apply(
            new ServiceSettings(2, 10, null, 1, BackendService.ForwardedMode.APPEND, true));
    return new BackendService(
        id,
        "service",
        "",
        targetProtocol,
        80,
        new UUID(4, 4),
        algorithm,
        s.connectTimeout,
        s.responseTimeout,
        s.requestTimeout,
        s.retries,
        300,
        s.forwardedFor,
        s.forwardedFields,
        s.forwardedFields,
        s.forwardedFields,
        null,
        targetHttp,
        targetTls,
        pool,
        hashKey,
        stickiness,
        slowStartSeconds,
        resilience.ejection(),
        resilience.failOpenPercent(),
        resilience.retry(),
        resilience.caps(),
        resilience.breaker(),
        targetProxy);
  }

  private Listener listener() {
    ListenerSettings l = listenerChange.apply(new ListenerSettings(30, 10, 16 * 1024, 0));
    return new Listener(
        LISTENER,
        new UUID(5, 5),
        "listener",
        "",
        protocol(),
        port,
        null,
        l.idleTimeout,
        l.headerTimeout,
        l.maxHeaderBytes,
        l.maxBodyBytes,
        null,
        null,
        desyncMode,
        limits,
        http2,
        tls,
        proxied);
  }

  private Protocol protocol() {
    if (protocol != null) {
      return protocol;
    }
    if (streams) {
      return tls == null ? Protocol.TCP : Protocol.TLS;
    }
    return tls == null ? Protocol.HTTP : Protocol.HTTPS;
  }

  /** A gateway that forwards to ports of the loopback, already serving. */
  public static TestGateway toPort(int targetPort) {
    return new TestGateway().ports(targetPort).apply();
  }

  /** Where the listener is. */
  public int port() {
    return port;
  }

  /** A client of the listener. */
  public RawClient client() throws IOException {
    return new RawClient(port);
  }

  /** Flaws that were noted, in lower case after {@code passed} or {@code refused}. */
  public List<String> flaws() {
    return seen.flaws;
  }

  /** Requests, or connections of TCP, that have ended. */
  public List<RequestSummary> summaries() {
    return seen.summaries;
  }

  /** What became of copies of requests. */
  public List<String> copies() {
    return seen.copies;
  }

  /** What clients of HTTP/2 did too much of. */
  public List<String> floods() {
    return seen.floods;
  }

  /** Requests and connections that wait for a target with room. */
  public int waiting() {
    return seen.waiting();
  }

  /** How many retries the budget forbade. */
  public int retriesRefused() {
    return seen.retriesRefused.get();
  }

  /** The data plane. */
  public NettyDataPlane plane() {
    return plane;
  }

  /** How the data plane stands. */
  public DataPlane.Report report() {
    return await(plane.report());
  }

  private static <T> T await(io.vertx.core.Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    plane.close();
  }

  /** Connections that were reset, by why. */
  public Map<Rejection, Integer> rejections() {
    return seen.rejections;
  }

  /** What became of cookies by which clients keep to a target. */
  public List<CookieEvent> cookies() {
    return seen.cookies;
  }

  /** How handshakes ended: {@code ok} with the version, or the failure. */
  public List<String> handshakes() {
    return seen.handshakes;
  }
}
