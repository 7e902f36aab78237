package io.sluice.registry;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.test.PostgresTestResource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ResourcesIT {
  @Test
  void aGroupIsCreatedReadAndChanged() {
    String id =
        given()
            .header("Authorization", "Bearer test-token")
            .contentType("application/json")
            .body("{\"name\":\"g1\"}")
            .post("/api/v1/virtual-server-groups")
            .then()
            .log()
            .all()
            .statusCode(201)
            .header("ETag", "\"1\"")
            .body("name", equalTo("g1"))
            .body("description", equalTo(""))
            .body("status.revision.epoch", notNullValue())
            .extract()
            .path("id");
    given()
        .header("Authorization", "Bearer test-token")
        .contentType("application/json")
        .body("{\"description\":\"x\"}")
        .patch("/api/v1/virtual-server-groups/" + id)
        .then()
        .log()
        .all()
        .statusCode(200)
        .body("description", equalTo("x"))
        .header("ETag", "\"2\"");
    given()
        .header("Authorization", "Bearer test-token")
        .get("/api/v1/virtual-server-groups/" + id)
        .then()
        .log()
        .all()
        .statusCode(200)
        .body("description", equalTo("x"));
    given()
        .header("Authorization", "Bearer test-token")
        .get("/api/v1/nothing")
        .then()
        .log()
        .all()
        .statusCode(404)
        .body("status", equalTo(404));
  }
}
