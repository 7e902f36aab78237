package io.sluice.health.domain;

import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.sync.HealthDelta.Key;
import java.nio.charset.StandardCharsets;
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
 */
public record Pair(
    Key key,
    UUID groupId,
    String backendServiceName,
    String address,
    int trafficPort,
    HealthCheck check) {
  private static final int HTTP_PORT = 80;

  /** The port that probes go to, 1-65535. */
  public int probePort() {
    return check.port() == 0 ? trafficPort : check.port();
  }

  /** Whether the other is the same instance, so that what is known of it still holds. */
  boolean sameInstance(Pair other) {
    return address.equals(other.address) && trafficPort == other.trafficPort;
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

  /** Whether the probe is HTTP; else it only connects. */
  public boolean http() {
    return check.protocol() == Protocol.HTTP;
  }

  private String host() {
    if (check.host() != null) {
      return check.host();
    }
    String name = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    return probePort() == HTTP_PORT ? name : name + ":" + probePort();
  }

  /** Address and port of probes, for a person. */
  public String endpoint() {
    String name = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    return name + ":" + probePort();
  }
}
