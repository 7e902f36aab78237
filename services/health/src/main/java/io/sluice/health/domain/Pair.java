package io.sluice.health.domain;

import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.sync.HealthDelta.Key;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;

/**
 * What is probed: one target as one backend service uses it.
 *
 * @param key backend service and target
 * @param groupId the target's virtual server group
 * @param backendServiceName for the log
 * @param address IP literal or host name
 * @param trafficPort 1-65535, the port that requests go to
 * @param check how it is probed
 * @param tls how a connection is secured, when the check's protocol asks for it; else null
 */
public record Pair(
    Key key,
    UUID groupId,
    String backendServiceName,
    String address,
    int trafficPort,
    HealthCheck check,
    ProbeTls tls) {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** The port that probes go to, 1-65535. */
  public int probePort() {
    return check.port() == 0 ? trafficPort : check.port();
  }

  /** Whether the other is the same instance, so that what is known of it still holds. */
  boolean sameInstance(Pair other) {
    return address.equals(other.address) && trafficPort == other.trafficPort;
  }

  /** Whether the other is probed in the same way. */
  boolean sameProbe(Pair other) {
    return check.equals(other.check) && Objects.equals(tls, other.tls);
  }

  /** The request of an HTTP probe. {@code Connection: close} lets the target close first. */
  public byte[] request() {
    String request =
        check.method()
            + ' '
            + check.path()
            + " HTTP/1.1\r\nHost: "
            + host()
            + "\r\nUser-Agent: Sluice-HealthCheck\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    return request.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Whether the probe is an HTTP request. */
  public boolean http() {
    return check.protocol() == Protocol.HTTP || check.protocol() == Protocol.HTTPS;
  }

  /** Whether the probe is a call of {@code grpc.health.v1}. */
  public boolean grpc() {
    return check.protocol() == Protocol.GRPC;
  }

  /** The Host header or {@code :authority} of a probe. */
  public String host() {
    if (check.host() != null) {
      return check.host();
    }
    String name = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    return probePort() == (tls == null ? HTTP_PORT : HTTPS_PORT) ? name : name + ":" + probePort();
  }

  /** Address and port of probes, for a person. */
  public String endpoint() {
    String name = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    return name + ":" + probePort();
  }
}
