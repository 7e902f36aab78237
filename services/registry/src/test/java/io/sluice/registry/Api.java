package io.sluice.registry;

import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** A client of the registry's API, with the token of the tests. */
final class Api {
  static final String GROUPS = "/api/v1/virtual-server-groups";
  static final String SERVICES = "/api/v1/backend-services";

  private Api() {}

  static RequestSpecification request() {
    return RestAssured.given()
        .header("Authorization", "Bearer test-token")
        .contentType("application/json");
  }

  static ValidatableResponse post(String path, String body) {
    return request().body(body).post(path).then();
  }

  static ValidatableResponse patch(String path, String body) {
    return request().body(body).patch(path).then();
  }

  static ValidatableResponse put(String path, String body) {
    return request().body(body).put(path).then();
  }

  static ValidatableResponse get(String path) {
    return request().get(path).then();
  }

  static ValidatableResponse delete(String path) {
    return request().delete(path).then();
  }

  static String uniqueName(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }

  static String group() {
    return post(GROUPS, "{\"name\":\"" + uniqueName("g") + "\"}")
        .statusCode(201)
        .extract()
        .path("id");
  }

  static String service(String group, int drainSeconds) {
    String body =
        """
        {"name":"%s","protocol":"HTTP","port":8080,"virtualServerGroupId":"%s",
         "deregistrationDelaySeconds":%d}\
        """
            .formatted(uniqueName("s"), group, drainSeconds);
    return post(SERVICES, body).statusCode(201).extract().path("id");
  }

  static String targets(String group) {
    return GROUPS + "/" + group + "/targets";
  }

  /** Registers one target and tells its id. */
  static String target(String group, String address) {
    return post(targets(group), "{\"targets\":[{\"address\":\"" + address + "\",\"port\":80}]}")
        .statusCode(201)
        .extract()
        .path("items[0].id");
  }
}
