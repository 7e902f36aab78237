package io.sluice.deploy.apply;

import static io.sluice.deploy.apply.Field.fixed;
import static io.sluice.deploy.apply.Field.optional;
import static io.sluice.deploy.apply.Field.required;
import static io.sluice.deploy.apply.Type.Simple.CERTIFICATE_FILE;
import static io.sluice.deploy.apply.Type.Simple.FLAG;
import static io.sluice.deploy.apply.Type.Simple.HOST;
import static io.sluice.deploy.apply.Type.Simple.NUMBER;
import static io.sluice.deploy.apply.Type.Simple.NUMBERS;
import static io.sluice.deploy.apply.Type.Simple.TEXT;
import static io.sluice.deploy.apply.Type.Simple.TEXTS;

import io.sluice.deploy.apply.Type.Fields;
import io.sluice.deploy.apply.Type.ListOf;
import io.sluice.deploy.apply.Type.NameOf;
import io.sluice.deploy.apply.Type.NamesOf;
import io.sluice.deploy.apply.Type.Variants;
import io.sluice.deploy.apply.Type.WordOrNameOf;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of each kind with the defaults that the services give them. A field that a file leaves
 * out means its default, so that removing a line takes its effect back.
 */
final class Schema {
  /** The field that names the file of a certificate's private key. */
  static final String KEY_FILE = "privateKeyFile";

  private static final Field DESCRIPTION = optional("description", TEXT, "");

  private static final Fields GROUP = new Fields(List.of(required("name", TEXT), DESCRIPTION));

  private static final Fields TARGET =
      new Fields(
          List.of(
              fixed("address", HOST),
              new Field("port", "port", NUMBER, null, Field.Need.OPTIONAL_FIXED),
              optional("weight", NUMBER, 10L),
              optional("zone", TEXT, null),
              optional("faultDomain", TEXT, null),
              optional("backup", FLAG, false)));

  /** The standard of its protocol: see {@link ProtocolStandards#completeBackendService}. */
  private static final Fields HEALTH_CHECK =
      new Fields(
          List.of(
              optional("enabled", FLAG, true),
              optional("protocol", TEXT, null),
              optional("port", NUMBER, 0L),
              optional("host", HOST, null),
              optional("path", TEXT, "/"),
              optional("method", TEXT, "GET"),
              optional("expectedCodes", TEXT, "200-399"),
              optional("expectedBody", TEXT, null),
              optional("intervalSeconds", NUMBER, 5L),
              optional("unhealthyIntervalSeconds", NUMBER, null),
              optional("timeoutSeconds", NUMBER, 3L),
              optional("healthyThreshold", NUMBER, 3L),
              optional("unhealthyThreshold", NUMBER, 3L)));

  /** Its standard depends on the protocol: see {@link ProtocolStandards#completeBackendService}. */
  private static final Fields TARGET_TLS =
      new Fields(
          List.of(
              optional("verify", FLAG, true),
              nameOf("authority", Kind.CERTIFICATE),
              optional("serverName", HOST, null),
              nameOf("clientCertificate", Kind.CERTIFICATE)));

  private static final Fields POOL =
      new Fields(
          List.of(
              optional("maxConnections", NUMBER, 8192L),
              optional("maxIdleSeconds", NUMBER, 30L),
              optional("maxAgeSeconds", NUMBER, 0L),
              optional("maxWaiting", NUMBER, 1024L),
              optional("waitTimeoutMillis", NUMBER, 5000L)));

  private static final Fields HASH_KEY =
      new Fields(List.of(required("type", TEXT), optional("name", TEXT, null)));

  private static final Fields EJECTION =
      new Fields(
          List.of(
              optional("consecutiveFailures", NUMBER, 5L),
              optional("seconds", NUMBER, 30L),
              optional("maxPercent", NUMBER, 50L)));

  /** By what clients keep to a target: see {@link ProtocolStandards#completeBackendService}. */
  private static final Fields STICKINESS =
      new Fields(
          List.of(
              optional("type", TEXT, "off"),
              optional("cookie", TEXT, null),
              optional("durationSeconds", NUMBER, null),
              optional("sameSite", TEXT, "lax")));

  private static final Fields RETRY =
      new Fields(
          List.of(
              optional("onConnectFailure", FLAG, true),
              optional("onReset", FLAG, true),
              optional("onStatuses", NUMBERS, List.of()),
              optional("onGrpcStatuses", TEXTS, List.of()),
              optional("budgetPercent", NUMBER, 20L)));

  private static final Fields TARGET_CAPS =
      new Fields(
          List.of(
              optional("requests", NUMBER, null),
              optional("connections", NUMBER, null),
              optional("queue", NUMBER, 1024L),
              optional("queueTimeoutMillis", NUMBER, 5000L)));

  private static final Fields CIRCUIT_BREAKER =
      new Fields(
          List.of(
              optional("failurePercent", NUMBER, 50L),
              optional("minRequests", NUMBER, 20L),
              optional("windowSeconds", NUMBER, 10L),
              optional("openSeconds", NUMBER, 30L)));

  private static final Fields BACKEND_SERVICE =
      new Fields(
          List.of(
              required("name", TEXT),
              DESCRIPTION,
              optional("protocol", TEXT, "HTTP"),
              required("port", NUMBER),
              new Field(
                  "virtualServerGroup",
                  "virtualServerGroupId",
                  new NameOf(Kind.GROUP),
                  null,
                  Field.Need.REQUIRED),
              optional("algorithm", TEXT, "weighted_round_robin"),
              optional("hashKey", HASH_KEY, null),
              optional("slowStartSeconds", NUMBER, 0L),
              optional("stickiness", STICKINESS, null),
              optional("connectTimeoutSeconds", NUMBER, 5L),
              optional("responseTimeoutSeconds", NUMBER, 60L),
              optional("requestTimeoutSeconds", NUMBER, null),
              optional("retries", NUMBER, 1L),
              optional("deregistrationDelaySeconds", NUMBER, 300L),
              optional("xForwardedFor", TEXT, "append"),
              optional("xForwardedProto", FLAG, true),
              optional("xForwardedPort", FLAG, true),
              optional("xForwardedHost", FLAG, false),
              optional("healthCheck", HEALTH_CHECK, null),
              optional("httpVersion", TEXT, null),
              optional("tls", TARGET_TLS, Field.ABSENT),
              optional("pool", POOL, null),
              optional("ejection", EJECTION, null),
              optional("failOpenPercent", NUMBER, 0L),
              optional("retry", RETRY, null),
              optional("targetCaps", TARGET_CAPS, null),
              optional("circuitBreaker", CIRCUIT_BREAKER, Field.ABSENT),
              optional("proxyProtocol", TEXT, "off")));

  private static final Variants ACTION =
      new Variants(
          Map.of(
              "forward",
              new Fields(
                  List.of(
                      required(
                          "backendServices",
                          new ListOf(
                              new Fields(
                                  List.of(
                                      new Field(
                                          "backendService",
                                          "backendServiceId",
                                          new NameOf(Kind.BACKEND_SERVICE),
                                          null,
                                          Field.Need.REQUIRED),
                                      optional("weight", NUMBER, 10L))))),
                      optional("stickySeconds", NUMBER, null))),
              "redirect",
              new Fields(
                  List.of(
                      required("status", NUMBER),
                      optional("scheme", TEXT, null),
                      optional("host", HOST, null),
                      optional("port", NUMBER, null),
                      optional("path", TEXT, null),
                      optional("query", TEXT, null))),
              "fixed-response",
              new Fields(
                  List.of(
                      required("status", NUMBER),
                      optional("contentType", TEXT, null),
                      optional("body", TEXT, null)))));

  private static final Fields LOAD_BALANCER =
      new Fields(
          List.of(
              required("name", TEXT),
              DESCRIPTION,
              optional("scheme", TEXT, "internal"),
              new Field("address", "address", TEXT, null, Field.Need.OPTIONAL_FIXED),
              optional("zones", TEXTS, List.of()),
              optional("crossZone", FLAG, true),
              optional("deletionProtection", FLAG, false),
              optional("zonePreferred", FLAG, false)));

  private static final Fields RULE_GROUP = new Fields(List.of(required("name", TEXT), DESCRIPTION));

  private static final Fields CONDITION =
      new Fields(
          List.of(
              required("type", TEXT),
              optional("name", TEXT, null),
              optional("match", TEXT, "equal"),
              optional("values", TEXTS, List.of()),
              optional("inverted", FLAG, false)));

  private static final Fields REWRITE =
      new Fields(
          List.of(
              optional("host", HOST, null),
              optional("path", TEXT, null),
              optional("pathRegex", TEXT, null),
              optional("replacement", TEXT, null),
              optional("query", TEXT, null)));

  private static final Fields HEADER_EDIT =
      new Fields(
          List.of(
              required("operation", TEXT), required("name", TEXT), optional("value", TEXT, null)));

  private static final Fields MIRROR =
      new Fields(
          List.of(
              new Field(
                  "backendService",
                  "backendServiceId",
                  new NameOf(Kind.BACKEND_SERVICE),
                  null,
                  Field.Need.REQUIRED),
              optional("percent", NUMBER, 100L)));

  private static final Fields MODIFICATIONS =
      new Fields(
          List.of(
              optional("rewrite", REWRITE, Field.ABSENT),
              optional("requestHeaders", new ListOf(HEADER_EDIT), List.of()),
              optional("responseHeaders", new ListOf(HEADER_EDIT), List.of()),
              optional("mirror", MIRROR, Field.ABSENT)));

  private static final Fields RULE =
      new Fields(
          List.of(
              required("name", TEXT),
              DESCRIPTION,
              optional("priority", NUMBER, null),
              optional("host", HOST, null),
              optional(
                  "path",
                  new Fields(List.of(required("type", TEXT), required("value", TEXT))),
                  null),
              required("action", ACTION),
              optional("conditions", new ListOf(CONDITION), List.of()),
              optional("modifications", MODIFICATIONS, null)));

  private static final Fields LIMITS =
      new Fields(
          List.of(
              optional("headerCount", NUMBER, 100L),
              optional("uriBytes", NUMBER, 8192L),
              optional("bodyBytesPerSecond", NUMBER, 128L),
              optional("requestsPerConnection", NUMBER, 0L),
              optional("connections", NUMBER, null),
              optional("connectionsPerSource", NUMBER, null),
              optional("requestsPerSecond", NUMBER, null),
              optional("newConnectionsPerSecond", NUMBER, null)));

  private static final Fields HTTP2 =
      new Fields(
          List.of(optional("enabled", FLAG, true), optional("maxConcurrentStreams", NUMBER, 100L)));

  private static final Fields LISTENER_TLS =
      new Fields(
          List.of(
              new Field(
                  "certificates",
                  "certificateIds",
                  new NamesOf(Kind.CERTIFICATE),
                  null,
                  Field.Need.REQUIRED),
              optional(
                  "policy",
                  new WordOrNameOf(Set.of("modern", "intermediate"), Kind.TLS_POLICY),
                  "intermediate"),
              optional("hstsMaxAgeSeconds", NUMBER, null),
              optional("clientAuth", TEXT, "off"),
              nameOf("clientAuthority", Kind.CERTIFICATE),
              optional("handshakeTimeoutSeconds", NUMBER, 10L),
              optional("handshakesAtOnce", NUMBER, 1000L)));

  private static final Fields PROXY_IN =
      new Fields(List.of(required("trustedSources", TEXTS), optional("required", FLAG, true)));

  private static final Fields CERTIFICATE =
      new Fields(
          List.of(
              required("name", TEXT),
              DESCRIPTION,
              new Field(
                  "certificateFile", "certificatePem", CERTIFICATE_FILE, null, Field.Need.REQUIRED),
              new Field(
                  KEY_FILE,
                  "hasPrivateKey",
                  Type.Simple.KEY_FILE,
                  null,
                  Field.Need.OPTIONAL_FIXED)));

  private static final Fields TLS_POLICY =
      new Fields(
          List.of(
              required("name", TEXT),
              DESCRIPTION,
              required("versions", TEXTS),
              optional("cipherSuites", TEXTS, List.of())));

  private static final Fields LISTENER =
      new Fields(
          List.of(
              required("name", TEXT),
              DESCRIPTION,
              fixed("protocol", TEXT),
              fixed("port", NUMBER),
              optional("idleTimeoutSeconds", NUMBER, null),
              optional("requestHeaderTimeoutSeconds", NUMBER, 10L),
              optional("maxHeaderBytes", NUMBER, 16_384L),
              optional("maxRequestBodyBytes", NUMBER, 0L),
              new Field(
                  "ruleGroup",
                  "ruleGroupId",
                  new NameOf(Kind.RULE_GROUP),
                  null,
                  Field.Need.OPTIONAL),
              required("defaultAction", ACTION),
              optional("desyncMode", TEXT, "strict"),
              optional("limits", LIMITS, null),
              optional("http2", HTTP2, null),
              optional("tls", LISTENER_TLS, Field.ABSENT),
              optional("proxyProtocol", PROXY_IN, Field.ABSENT)));

  private Schema() {}

  private static Field nameOf(String name, Kind kind) {
    return new Field(name, name + "Id", new NameOf(kind), null, Field.Need.OPTIONAL);
  }

  /** The fields of a kind, without the lists of what belongs to it. */
  static Fields of(Kind kind) {
    return switch (kind) {
      case CERTIFICATE -> CERTIFICATE;
      case TLS_POLICY -> TLS_POLICY;
      case GROUP -> GROUP;
      case TARGET -> TARGET;
      case BACKEND_SERVICE -> BACKEND_SERVICE;
      case LOAD_BALANCER -> LOAD_BALANCER;
      case RULE_GROUP -> RULE_GROUP;
      case RULE -> RULE;
      case LISTENER -> LISTENER;
    };
  }
}
