package io.sluice.listeners;

import static io.restassured.RestAssured.given;
import static io.sluice.listeners.Api.LISTENERS;
import static io.sluice.listeners.Api.LOAD_BALANCERS;
import static io.sluice.listeners.Api.RULES;
import static io.sluice.listeners.Api.RULE_GROUPS;
import static io.sluice.listeners.Api.get;
import static io.sluice.listeners.Api.json;
import static io.sluice.listeners.Api.newLoadBalancer;
import static io.sluice.listeners.Api.newName;
import static io.sluice.listeners.Api.newRule;
import static io.sluice.listeners.Api.newRuleGroup;
import static io.sluice.listeners.Api.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.sluice.chassis.test.PostgresTestResource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ConventionsIT {
  @ParameterizedTest
  @ValueSource(strings = {LOAD_BALANCERS, LISTENERS, RULE_GROUPS, RULES})
  void withoutTheTokenNothingIsShown(String path) {
    given().get(path).then().statusCode(401).contentType("application/problem+json");
    given().auth().oauth2("wrong").get(path).then().statusCode(401);
    given().contentType("application/json").body("{}").post(path).then().statusCode(401);
  }

  @Test
  void aStaleETagIsRefusedAndNothingChanges() {
    String path = LOAD_BALANCERS + "/" + newLoadBalancer();
    ifMatch("\"1\"").body(json("description", "new")).patch(path).then().statusCode(200);

    ifMatch("\"1\"").body(json("description", "stale")).patch(path).then().statusCode(412);
    ifMatch("\"1\"").body(json("name", newName("lb"))).put(path).then().statusCode(412);
    ifMatch("\"1\"").delete(path).then().statusCode(412);
    ifMatch("2").body(json("description", "no quotes")).patch(path).then().statusCode(400);
    get(path).header("ETag", "\"2\"").body("description", equalTo("new"));

    ifMatch("\"2\"").delete(path).then().statusCode(204);
  }

  @Test
  void aChangeThatChangesNothingKeepsTheETag() {
    String path = RULE_GROUPS + "/" + newRuleGroup(newLoadBalancer());

    Api.patch(path, "{}").statusCode(200).header("ETag", "\"1\"");
  }

  @Test
  void anAnswerMayBePutBackAsItWasRead() {
    String path = RULES + "/" + newRule(newRuleGroup(newLoadBalancer()), "a.example");
    String read = get(path).extract().asString();

    Api.put(path, read).statusCode(200).header("ETag", "\"1\"").body("host", equalTo("a.example"));
  }

  @Test
  void theSameKeyAndBodyAreCarriedOutOnce() {
    String key = UUID.randomUUID().toString();
    String name = newName("lb");

    ValidatableResponse first = once(key, json("name", name)).statusCode(201);
    ValidatableResponse again = once(key, json("name", name)).statusCode(201);

    assertThat(again.extract().asString()).isEqualTo(first.extract().asString());
    assertThat(again.extract().header("Location")).isEqualTo(first.extract().header("Location"));
    get(LOAD_BALANCERS + "?name={name}", name).body("items", hasSize(1));
    once(key, json("name", newName("lb"))).statusCode(422);
    once("not visible", json("name", newName("lb"))).statusCode(400);
    once("k".repeat(256), json("name", newName("lb"))).statusCode(400);
  }

  @Test
  void aListIsReadInPartsToItsEnd() {
    String lb = newLoadBalancer();
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      created.add(newRuleGroup(lb));
    }

    List<String> read = new ArrayList<>();
    String first = RULE_GROUPS + "?limit=2&loadBalancerId=" + lb;
    String cursor = readPart(first, read);
    assertThat(read).hasSize(2);
    while (cursor != null) {
      cursor = readPart(first + "&cursor=" + cursor, read);
    }

    assertThat(read).isEqualTo(created);
  }

  @Test
  void aPartThatIsTheLastHasNoCursor() {
    String lb = newLoadBalancer();
    String group = newRuleGroup(lb);

    get(RULE_GROUPS + "?limit=1&loadBalancerId={lb}", lb)
        .body("items.id", contains(group))
        .body("next", nullValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=many",
        "limit=1&limit=2",
        "cursor=nothing",
        "loadBalancerId=lb",
        "colour=red"
      })
  void aWrongParameterOfAListIsNamed(String parameter) {
    get(LISTENERS + "?" + parameter)
        .statusCode(400)
        .body("errors[0].field", equalTo(parameter.substring(0, parameter.indexOf('='))));
  }

  @Test
  void whatIsNotThereIsAnswered404AndWhatIsNotPossible405() {
    get(LISTENERS + "/" + UUID.randomUUID())
        .statusCode(404)
        .contentType("application/problem+json")
        .body("instance", notNullValue());
    get("/api/v1/nothing").statusCode(404);
    request().contentType("application/json").body("{}").put(LISTENERS).then().statusCode(405);
  }

  @Test
  void healthMetricsAndOpenApiNeedNoToken() {
    given().get("/q/health/live").then().statusCode(200);
    given().get("/q/health/ready").then().statusCode(200);
    given().get("/q/health/started").then().statusCode(200);
    given().get("/q/metrics").then().statusCode(200);
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body("components.schemas.keySet()", hasItems("Listener", "Rule", "Action"))
        .body("components.schemas.Listener.properties.port.maximum", equalTo(65_535));
  }

  private static String readPart(String path, List<String> ids) {
    ValidatableResponse response = get(path).statusCode(200);
    ids.addAll(response.extract().<List<String>>path("items.id"));
    return response.extract().path("next");
  }

  private static RequestSpecification ifMatch(String etag) {
    return request().contentType("application/json").header("If-Match", etag);
  }

  private static ValidatableResponse once(String key, String body) {
    return request()
        .contentType("application/json")
        .header("Idempotency-Key", key)
        .body(body)
        .post(LOAD_BALANCERS)
        .then();
  }
}
