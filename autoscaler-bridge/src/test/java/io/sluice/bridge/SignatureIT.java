package io.sluice.bridge;

import static io.sluice.bridge.Client.event;
import static io.sluice.bridge.Client.now;
import static io.sluice.bridge.Client.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.sluice.bridge.Client.Source;
import io.sluice.bridge.domain.WebhookSignature;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.test.PostgresTestResource;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets in, and that nobody else learns why not. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class SignatureIT {
  @Inject Bus bus;

  private FakeRegistry registry;
  private Source source;

  @BeforeEach
  void start() {
    registry = new FakeRegistry(bus);
    source = Client.createSource(registry.group());
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void aRightSignatureIsTaken() {
    send(source, event("right"))
        .statusCode(202)
        .body("eventId", equalTo("right"))
        .body("state", equalTo("received"));
  }

  @Test
  void everythingElseIsRefusedAlike() {
    String body = event("wrong");
    String time = now();
    String right = sign(source.secret(), time, body);
    String other = sign(Client.createSource(registry.group()).secret(), time, body);
    String old = String.valueOf(Instant.now().getEpochSecond() - 400);
    String future = String.valueOf(Instant.now().getEpochSecond() + 400);

    refused(send(source.id(), time, "v1=" + "0".repeat(64), body));
    refused(send(source.id(), time, other, body));
    refused(send(source.id(), time, right.substring(0, 40), body));
    refused(send(source.id(), time, right, body + " "));
    refused(send(source.id(), old, sign(source.secret(), old, body), body));
    refused(send(source.id(), future, sign(source.secret(), future, body), body));
    refused(send(source.id(), null, right, body));
    refused(send(source.id(), time, null, body));
    refused(send(UUID.randomUUID().toString(), time, right, body));
    refused(send("not-an-id", time, right, body));
    assertThat(Client.events(source).<Integer>path("items.size()")).isZero();
  }

  @Test
  void oneOfSeveralSignaturesIsEnough() {
    String body = event("several");
    String time = now();
    String right = sign(source.secret(), time, body);

    send(source.id(), time, "v1=" + "0".repeat(64) + "," + right, body).statusCode(202);
  }

  @Test
  void aWrongBodyIsToldOnlyToWhoSignedIt() {
    String body =
        """
        {"eventId": "", "operation": "explode",
         "targets": [{"address": "127.0.0.1", "port": 0, "weight": 300}, {"name": "x"}]}
        """;

    send(source, body)
        .statusCode(400)
        .body(
            "errors.field",
            hasItems(
                "eventId",
                "operation",
                "targets[0].port",
                "targets[0].weight",
                "targets[1].address",
                "targets[1].name"));
    refused(send(source.id(), now(), "v1=" + "0".repeat(64), body));
    send(source, "not json").statusCode(400);
  }

  @Test
  void aBodyAboveOneMebibyteIsRefused() {
    send(source, event("big", "x".repeat(1_100_000))).statusCode(413);
  }

  private static void refused(ValidatableResponse response) {
    response
        .statusCode(401)
        .contentType("application/problem+json")
        .body("detail", equalTo("The webhook's source, time or signature is not right"));
  }

  private static String sign(String secret, String time, String body) {
    return WebhookSignature.sign(secret, time, body.getBytes(StandardCharsets.UTF_8));
  }
}
