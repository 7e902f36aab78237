package io.sluice.bridge;

import static io.restassured.RestAssured.given;
import static io.sluice.bridge.Client.SOURCES;
import static io.sluice.bridge.Client.api;
import static io.sluice.bridge.Client.event;
import static io.sluice.bridge.Client.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.sluice.bridge.Client.Source;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.test.PostgresTestResource;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.UsageAnswer;
import io.sluice.contracts.command.UsageQuery;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class WebhookSourceIT {
  @Inject Bus bus;

  private FakeRegistry registry;

  @BeforeEach
  void startRegistry() {
    registry = new FakeRegistry(bus);
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  @Test
  void aSecretIsShownOnceWhenItIsMade() {
    UUID group = registry.group();
    Response created =
        api()
            .body(Map.of("name", "scaler", "virtualServerGroupId", group.toString()))
            .post(SOURCES);
    created
        .then()
        .statusCode(201)
        .body("secret", matchesPattern("[0-9a-f]{64}"))
        .body("replayWindowSeconds", equalTo(300))
        .body("description", equalTo(""));
    String id = created.path("id");

    api()
        .get(SOURCES + "/" + id)
        .then()
        .statusCode(200)
        .body("secret", nullValue())
        .body("secrets", nullValue())
        .body("webhookPath", equalTo("/webhooks/membership/" + id));
    String list = api().get(SOURCES).then().statusCode(200).extract().asString();
    assertThat(list).doesNotContain(created.<String>path("secret"));

    api().delete(SOURCES + "/" + id).then().statusCode(204);
    api().get(SOURCES + "/" + id).then().statusCode(404);
  }

  @Test
  void anOwnSecretIsTaken() {
    String secret = "s3cret-".repeat(6);
    Response created =
        api()
            .body(
                Map.of(
                    "name",
                    "own-secret",
                    "virtualServerGroupId",
                    registry.group().toString(),
                    "secret",
                    secret))
            .post(SOURCES);

    created.then().statusCode(201).body("secret", equalTo(secret));
    send(new Source(created.path("id"), secret, null), event("e")).statusCode(202);
  }

  @Test
  void wrongFieldsAreNamed() {
    api()
        .body(
            """
            {"name": "X", "virtualServerGroupId": "1", "replayWindowSeconds": 10,
             "secret": "short", "colour": "red"}
            """)
        .post(SOURCES)
        .then()
        .statusCode(400)
        .body(
            "errors.field",
            hasItems("name", "virtualServerGroupId", "replayWindowSeconds", "secret", "colour"));
  }

  @Test
  void anUnknownGroupIsRefusedAndAnAbsentRegistryIs503() {
    Map<String, String> body =
        Map.of("name", "nowhere", "virtualServerGroupId", UUID.randomUUID().toString());
    api()
        .body(body)
        .post(SOURCES)
        .then()
        .statusCode(422)
        .body("errors.field", hasItem("virtualServerGroupId"));

    registry.close();
    api().body(body).post(SOURCES).then().statusCode(503);
    api().get(SOURCES + "?name=nowhere").then().statusCode(200).body("items", hasSize(0));
  }

  @Test
  void aChangeKeepsTheSecret() {
    Source source = Client.createSource(registry.group());

    api()
        .body("{\"description\": \"changed\", \"replayWindowSeconds\": 30}")
        .patch(SOURCES + "/" + source.id())
        .then()
        .statusCode(200)
        .body("description", equalTo("changed"));

    send(source, event("after-patch")).statusCode(202);
  }

  @Test
  void afterARotationBothSecretsAreGood() {
    Source source = Client.createSource(registry.group());

    Response rotated = api().post(SOURCES + "/" + source.id() + "/rotate-secret");
    rotated.then().statusCode(200).body("secret", matchesPattern("[0-9a-f]{64}"));
    String next = rotated.path("secret");

    assertThat(next).isNotEqualTo(source.secret());
    send(source, event("with-old")).statusCode(202);
    send(new Source(source.id(), next, null), event("with-new")).statusCode(202);
  }

  @Test
  void tellsTheRegistryWhoUsesAGroup() {
    Source source = Client.createSource(registry.group());

    UsageAnswer answer =
        bus.request(
                Addresses.BRIDGE_USAGE,
                new UsageQuery("virtual-server-group", source.group()),
                UsageAnswer.class)
            .await()
            .atMost(Duration.ofSeconds(5));

    assertThat(answer.users())
        .singleElement()
        .satisfies(user -> assertThat(user.id()).hasToString(source.id()));
  }

  @Test
  void theManagementApiNeedsAToken() {
    given().get(SOURCES).then().statusCode(401);
    given().get(Client.EVENTS).then().statusCode(401);
  }
}
