package io.sluice.health;

import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.sync.HealthDelta.Key;
import io.sluice.health.domain.Pair;
import io.sluice.health.domain.ProbeTls;
import java.util.UUID;

/** Pairs and checks for tests; each call makes a pair of its own. */
public final class Samples {
  private Samples() {}

  /** GET /, 200-399, every second, 1 s, 3 up, 3 down. */
  public static HealthCheck http() {
    return http("GET", "/", "200-399", null);
  }

  /** An HTTP check, every second, 1 s, 3 up, 3 down. */
  public static HealthCheck http(String method, String path, String codes, String body) {
    return new HealthCheck(
        true, Protocol.HTTP, 0, null, path, method, codes, body, 1, null, 1, 3, 3);
  }

  /** A TCP check, every second, 1 s, 3 up, 3 down. */
  public static HealthCheck tcp() {
    return new HealthCheck(
        true, Protocol.TCP, 0, null, "/", "GET", "200-399", null, 1, null, 1, 3, 3);
  }

  /** The check with other intervals and thresholds. */
  public static HealthCheck paced(
      HealthCheck check, int interval, Integer unhealthyInterval, int up, int down) {
    return new HealthCheck(
        check.enabled(),
        check.protocol(),
        check.port(),
        check.host(),
        check.path(),
        check.method(),
        check.expectedCodes(),
        check.expectedBody(),
        interval,
        unhealthyInterval,
        check.timeoutSeconds(),
        up,
        down);
  }

  /** The check, switched off. */
  public static HealthCheck off(HealthCheck check) {
    return new HealthCheck(
        false,
        check.protocol(),
        check.port(),
        check.host(),
        check.path(),
        check.method(),
        check.expectedCodes(),
        check.expectedBody(),
        check.intervalSeconds(),
        check.unhealthyIntervalSeconds(),
        check.timeoutSeconds(),
        check.healthyThreshold(),
        check.unhealthyThreshold());
  }

  /** A new pair on loopback. */
  public static Pair pair(int port, HealthCheck check) {
    return pair("127.0.0.1", port, check);
  }

  /** A new pair. */
  public static Pair pair(String address, int port, HealthCheck check) {
    Key key = new Key(UUID.randomUUID(), UUID.randomUUID());
    return new Pair(key, UUID.randomUUID(), "web", address, port, check, null);
  }

  /** The pair with another check. */
  public static Pair with(Pair pair, HealthCheck check) {
    return new Pair(
        pair.key(),
        pair.groupId(),
        pair.backendServiceName(),
        pair.address(),
        pair.trafficPort(),
        check,
        pair.tls());
  }

  /**
   * A pair on loopback that is probed over TLS by a protocol, with a timeout of 5 s: a JVM's first
   * handshake may take more than one on a busy machine.
   */
  public static Pair secured(Protocol protocol, int port, ProbeTls tls) {
    Pair plain = pair(port, check(protocol, 5));
    return new Pair(plain.key(), plain.groupId(), "web", plain.address(), port, plain.check(), tls);
  }

  /** A check by a protocol, every second, 1 s, 3 up, 3 down. */
  public static HealthCheck check(Protocol protocol) {
    return check(protocol, 1);
  }

  private static HealthCheck check(Protocol protocol, int timeoutSeconds) {
    return new HealthCheck(
        true, protocol, 0, null, "/", "GET", "200-399", null, 1, null, timeoutSeconds, 3, 3);
  }
}
