package io.sluice.bridge;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.sluice.bridge.domain.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Speaks to the bridge as its users and senders do. */
final class Client {
  static final String SOURCES = "/api/v1/webhook-sources";
  static final String EVENTS = "/api/v1/webhook-events";

  /** A source that was created. */
  record Source(String id, String secret, UUID group) {}

  private Client() {}

  static RequestSpecification api() {
    return given().header("Authorization", "Bearer test-token").contentType("application/json");
  }

  static Source createSource(UUID group) {
    Response created =
        api()
            .body(
                Map.of(
                    "name",
                    "source-" + UUID.randomUUID(),
                    "virtualServerGroupId",
                    group.toString()))
            .post(SOURCES);
    created.then().statusCode(201);
    return new Source(created.path("id"), created.path("secret"), group);
  }

  /** A body that registers one target. */
  static String event(String eventId) {
    return event(eventId, "127.0.0.1");
  }

  static String event(String eventId, String address) {
    return """
    {"eventId": "%s", "operation": "register", "targets": [{"address": "%s", "port": 8080}]}
    """
        .formatted(eventId, address);
  }

  /** Sends a body with a right signature. */
  static ValidatableResponse send(Source source, String body) {
    String now = now();
    String signature =
        WebhookSignature.sign(source.secret(), now, body.getBytes(StandardCharsets.UTF_8));
    return send(source.id(), now, signature, body);
  }

  static ValidatableResponse send(String sourceId, String time, String signature, String body) {
    RequestSpecification request = given().contentType("application/json").body(body);
    if (time != null) {
      request.header("Sluice-Timestamp", time);
    }
    if (signature != null) {
      request.header("Sluice-Signature", signature);
    }
    return request.post("/webhooks/membership/" + sourceId).then();
  }

  static String now() {
    return String.valueOf(Instant.now().getEpochSecond());
  }

  /** The states of a source's events, in the order of arrival. */
  static Response events(Source source) {
    return api().get(EVENTS + "?limit=1000&sourceId=" + source.id());
  }
}
