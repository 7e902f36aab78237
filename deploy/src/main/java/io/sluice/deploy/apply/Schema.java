package io.sluice.deploy.apply;

import static io.sluice.deploy.apply.Field.fixed;
import static io.sluice.deploy.apply.Field.optional;
import static io.sluice.deploy.apply.Field.required;
import static io.sluice.deploy.apply.Type.Simple.FLAG;
import static io.sluice.deploy.apply.Type.Simple.HOST;
import static io.sluice.deploy.apply.Type.Simple.NUMBER;
import static io.sluice.deploy.apply.Type.Simple.TEXT;
import static io.sluice.deploy.apply.Type.Simple.TEXTS;

import io.sluice.deploy.apply.Type.Fields;
import io.sluice.deploy.apply.Type.ListOf;
import io.sluice.deploy.apply.Type.NameOf;
import io.sluice.deploy.apply.Type.Variants;
import java.util.List;
import java.util.Map;

/**
 * The fields of each kind with the defaults that the services give them. A field that a file leaves
 * out means its default, so that removing a line takes its effect back.
 */
final class Schema {
  private static final Field DESCRIPTION = optional("description", TEXT, "");

  private static final Fields GROUP = new Fields(List.of(required("name", TEXT), DESCRIPTION));

  private static final Fields TARGET =
      new Fields(
          List.of(
              fixed("address", HOST),
              new Field("port", "port", NUMBER, null, Field.Need.OPTIONAL_FIXED),
              optional("weight", NUMBER, 10L),
              optional("zone", TEXT, null),
              optional("faultDomain", TEXT, null)));

  private static final Fields HEALTH_CHECK =
      new Fields(
          List.of(
              optional("enabled", FLAG, true),
              optional("protocol", TEXT, "HTTP"),
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
              optional("connectTimeoutSeconds", NUMBER, 5L),
              optional("responseTimeoutSeconds", NUMBER, 60L),
              optional("requestTimeoutSeconds", NUMBER, null),
              optional("retries", NUMBER, 1L),
              optional("deregistrationDelaySeconds", NUMBER, 300L),
              optional("xForwardedFor", TEXT, "append"),
              optional("xForwardedProto", FLAG, true),
              optional("xForwardedPort", FLAG, true),
              optional("xForwardedHost", FLAG, false),
              optional("healthCheck", HEALTH_CHECK, null)));

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
                                      optional("weight", NUMBER, 10L))))))),
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
              optional("deletionProtection", FLAG, false)));

  private static final Fields RULE_GROUP = new Fields(List.of(required("name", TEXT), DESCRIPTION));

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
              required("action", ACTION)));

  private static final Fields LISTENER =
      new Fields(
          List.of(
              required("name", TEXT),
              DESCRIPTION,
              fixed("protocol", TEXT),
              fixed("port", NUMBER),
              optional("idleTimeoutSeconds", NUMBER, 60L),
              optional("requestHeaderTimeoutSeconds", NUMBER, 10L),
              optional("maxHeaderBytes", NUMBER, 16_384L),
              optional("maxRequestBodyBytes", NUMBER, 0L),
              new Field(
                  "ruleGroup",
                  "ruleGroupId",
                  new NameOf(Kind.RULE_GROUP),
                  null,
                  Field.Need.OPTIONAL),
              required("defaultAction", ACTION)));

  private Schema() {}

  /** The fields of a kind, without the lists of what belongs to it. */
  static Fields of(Kind kind) {
    return switch (kind) {
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
