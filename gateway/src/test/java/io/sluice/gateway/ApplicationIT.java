package io.sluice.gateway;

import static io.restassured.RestAssured.when;
import static io.sluice.gateway.table.Samples.LISTENER;
import static io.sluice.gateway.table.Samples.fixed;
import static io.sluice.gateway.table.Samples.listener;
import static io.sluice.gateway.table.Samples.listeners;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.bus.Bus;
import io.sluice.gateway.sync.FakeOwners;
import io.sluice.gateway.testkit.FreePort;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The application as it is shipped, but for the bus, which does not leave the process. */
@QuarkusTest
class ApplicationIT {
  @Inject Bus bus;

  @Test
  void isReadyOnceItHasAConfigurationAndServesIt() throws IOException {
    when().get("/q/health/live").then().statusCode(200);
    when().get("/q/health/started").then().statusCode(200);
    when().get("/q/health/ready").then().statusCode(503);
    int port = FreePort.find();

    try (FakeOwners owners = new FakeOwners(bus)) {
      owners.publish(listeners(7, List.of(listener(LISTENER, port, null, fixed(204))), List.of()));

      await()
          .untilAsserted(() ->
              when()
                  .get("/q/health/ready")
                  .then()
                  .statusCode(200)
                  .body("checks.data.revisions", hasItem("listeners 1.7, registry 0.0, health 0.0"))
                  .body(
                      "checks.find { it.name == 'configuration' }.data.listenersBound",
                      equalTo(1)));
      when().get("http://127.0.0.1:" + port + "/").then().statusCode(204);
      when()
          .get("/q/metrics")
          .then()
          .statusCode(200)
          .body(containsString("sluice_gateway_revision{owner=\"listeners\"} 7.0"))
          .body(containsString("sluice_gateway_request_duration_seconds_bucket"));
    }
  }
}
