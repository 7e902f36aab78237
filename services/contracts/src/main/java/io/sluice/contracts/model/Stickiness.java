package io.sluice.contracts.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Whether requests of one client keep to one target. A client whose target is gone or unhealthy is
 * moved at once; a draining target keeps its clients to the end.
 *
 * @param type how a client is known
 * @param cookie 1-64 characters of a cookie name: of an application cookie the application's own
 *     (required), of a gateway cookie the gateway's (default {@link #GATEWAY_COOKIE}); else null
 * @param durationSeconds 0-604800 s: how long a gateway cookie is kept by the client, 0 for its
 *     session; how long an application cookie or a source IP is remembered, there at least 1
 * @param sameSite the attribute of a gateway cookie; it is always HttpOnly, and Secure on HTTPS
 */
public record Stickiness(Type type, String cookie, int durationSeconds, SameSite sameSite) {
  /** Requests do not keep to a target. */
  public static final Stickiness OFF = new Stickiness(Type.OFF, null, 0, SameSite.LAX);

  /** The name of a gateway cookie when nothing else is said. */
  public static final String GATEWAY_COOKIE = "SLUICE";

  /** Whether gateways seal cookies for it. */
  public boolean byCookie() {
    return type == Type.GATEWAY_COOKIE || type == Type.APPLICATION_COOKIE;
  }

  /** How a client is known. */
  public enum Type {
    /** Not at all. */
    @JsonProperty("off")
    OFF,
    /** By a cookie that gateways make, encrypted. */
    @JsonProperty("gateway_cookie")
    GATEWAY_COOKIE,
    /** By a cookie that the application makes. */
    @JsonProperty("application_cookie")
    APPLICATION_COOKIE,
    /** By its IP address. */
    @JsonProperty("source_ip")
    SOURCE_IP
  }

  /** The attribute SameSite of a cookie. */
  public enum SameSite {
    /** Sent with navigation from other sites. */
    @JsonProperty("lax")
    LAX,
    /** Sent by its own site only. */
    @JsonProperty("strict")
    STRICT,
    /** Always sent; needs HTTPS. */
    @JsonProperty("none")
    NONE
  }
}
