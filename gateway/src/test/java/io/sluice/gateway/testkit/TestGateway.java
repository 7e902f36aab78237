package io.sluice.gateway.testkit;

import io.sluice.contracts.model.Action;
import io.sluice.gateway.limits.Rejection;
import io.sluice.gateway.listener.DataPlane;
import io.sluice.gateway.listener.DataPlaneOptions;
import io.sluice.gateway.listener.NettyDataPlane;
import io.sluice.gateway.listener.Transport;
import io.sluice.gateway.observe.RequestSummary;
import io.sluice.gateway.persistence.CookieEvent;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.tls.TlsEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A data plane with one listener and one backend service, whose settings a test changes. */
public final class TestGateway extends TestSettings<TestGateway> implements AutoCloseable {
  private final NettyDataPlane plane;
  private final Recorder seen = new Recorder();
  private final int port;
  private static final int MANY = 10_000;

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
  }

  /** A gateway whose listener has a port that another gateway has too. */
  public static TestGateway on(int port) {
    return new TestGateway(Transport.best(), 2, port, MANY);
  }

  /** A gateway that takes so many client connections. */
  public static TestGateway taking(int maxConnections) {
    return new TestGateway(Transport.best(), 2, FreePort.find(), maxConnections);
  }

  @Override
  TestGateway self() {
    return this;
  }

  /** A gateway that forwards to targets, already serving. */
  public static TestGateway to(RecordingTarget... targets) {
    return new TestGateway().targets(targets).apply();
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
    return new TestTables(this, port).table(withListener);
  }

  /** An action that forwards to the targets. */
  public static Action.Forward forward() {
    return forward(SERVICE);
  }

  static Action.Forward forward(UUID service) {
    return new Action.Forward(List.of(new Action.WeightedService(service, 1)), null);
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

  /** Why headers of PROXY protocol were refused. */
  public List<String> proxyRefusals() {
    return seen.proxyRefusals;
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
