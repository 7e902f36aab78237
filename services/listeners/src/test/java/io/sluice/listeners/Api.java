package io.sluice.listeners;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.sluice.chassis.test.TestCertificate;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The management API as its users call it, and objects that tests stand on. */
final class Api {
  static final String TOKEN = "test-token";
  static final String LOAD_BALANCERS = "/api/v1/load-balancers";
  static final String LISTENERS = "/api/v1/listeners";
  static final String RULE_GROUPS = "/api/v1/rule-groups";
  static final String RULES = "/api/v1/rules";
  static final String CERTIFICATES = "/api/v1/certificates";
  static final String TLS_POLICIES = "/api/v1/tls-policies";

  /** An action that needs nothing else. */
  static final String ANSWER = "{\"type\":\"fixed-response\",\"status\":404}";

  private static final AtomicInteger NEXT = new AtomicInteger();

  private Api() {}

  /** A request with the token. */
  static RequestSpecification request() {
    return given().auth().oauth2(TOKEN);
  }

  static ValidatableResponse get(String path, Object... arguments) {
    return request().get(path, arguments).then();
  }

  static ValidatableResponse post(String path, String body) {
    return request().contentType("application/json").body(body).post(path).then();
  }

  static ValidatableResponse put(String path, String body) {
    return request().contentType("application/json").body(body).put(path).then();
  }

  static ValidatableResponse patch(String path, String body) {
    return request().contentType("application/merge-patch+json").body(body).patch(path).then();
  }

  static ValidatableResponse delete(String path) {
    return request().delete(path).then();
  }

  /** A name that no other test has. */
  static String newName(String prefix) {
    return prefix + "-" + UUID.randomUUID().toString().substring(0, 13);
  }

  /** A port that no other test has. */
  static int newPort() {
    return 20_000 + NEXT.incrementAndGet();
  }

  /** The id of a new load balancer without address. */
  static String newLoadBalancer() {
    return created(post(LOAD_BALANCERS, json("name", newName("lb"))));
  }

  /** The id of a new rule group. */
  static String newRuleGroup(String loadBalancerId) {
    return created(
        post(RULE_GROUPS, json("loadBalancerId", loadBalancerId, "name", newName("group"))));
  }

  /** The id of a new listener with its own port. */
  static String newListener(String loadBalancerId) {
    return created(post(LISTENERS, listener(loadBalancerId, newName("listener"), newPort())));
  }

  /** The id of a new rule. */
  static String newRule(String ruleGroupId, String host) {
    return created(post(RULES, rule(ruleGroupId, newName("rule"), host)));
  }

  static String listener(String loadBalancerId, String name, int port) {
    return with(
        json("loadBalancerId", loadBalancerId, "name", name, "protocol", "HTTP", "port", port),
        "defaultAction",
        ANSWER);
  }

  /** The id of a new certificate with its key. */
  static String newCertificate(TestCertificate certificate) {
    return created(post(CERTIFICATES, certificate(newName("cert"), certificate)));
  }

  /** The id of a new certificate without key. */
  static String newAuthority(TestCertificate certificate) {
    return created(
        post(CERTIFICATES, json("name", newName("ca"), "certificatePem", line(certificate.pem()))));
  }

  static String certificate(String name, TestCertificate certificate) {
    return json(
        "name",
        name,
        "certificatePem",
        line(certificate.pem()),
        "privateKeyPem",
        line(certificate.keyPem()));
  }

  /** An HTTPS listener with TLS settings. */
  static String httpsListener(String loadBalancerId, int port, String tls) {
    return with(
        with(
            json(
                "loadBalancerId",
                loadBalancerId,
                "name",
                newName("https"),
                "protocol",
                "HTTPS",
                "port",
                port),
            "defaultAction",
            ANSWER),
        "tls",
        tls);
  }

  /** A text of lines as it stands in JSON. */
  static String line(String text) {
    return text.replace("\n", "\\n");
  }

  static String rule(String ruleGroupId, String name, String host) {
    return with(json("ruleGroupId", ruleGroupId, "name", name, "host", host), "action", ANSWER);
  }

  static String created(ValidatableResponse response) {
    return response.statusCode(201).extract().path("id");
  }

  /** A flat JSON object. */
  static String json(Object... namesAndValues) {
    StringBuilder body = new StringBuilder("{");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      body.append(i == 0 ? "" : ",").append('"').append(namesAndValues[i]).append("\":");
      body.append(value instanceof String text ? "\"" + text + "\"" : value);
    }
    return body.append('}').toString();
  }

  /** The object with one more field of any JSON. */
  static String with(String object, String name, String json) {
    return object.substring(0, object.length() - 1) + ",\"" + name + "\":" + json + "}";
  }

  /** A forward to backend services with their weights. */
  static String forward(Map<?, Integer> weights) {
    StringBuilder choices = new StringBuilder();
    weights.forEach((id, weight) ->
        choices
            .append(choices.isEmpty() ? "" : ",")
            .append(json("backendServiceId", id.toString(), "weight", weight)));
    return "{\"type\":\"forward\",\"backendServices\":[" + choices + "]}";
  }
}
