package io.sluice.health;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.sync.Follower;
import io.sluice.chassis.sync.HealthState;
import io.sluice.chassis.sync.RegistryState;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.contracts.sync.Changed;
import io.sluice.contracts.sync.HealthDelta;
import io.sluice.contracts.sync.HealthDelta.Key;
import io.sluice.contracts.sync.SyncRequest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service, with a registry played by the test on the bus. */
@QuarkusTest
@TestProfile(HealthServiceIT.WithToken.class)
class HealthServiceIT {
  private static final String TOKEN = "a-token-for-tests";
  private static final String PATH = "/api/v1/target-health";
  private static final AtomicLong REVISION = new AtomicLong();

  /** Sets the management token. */
  public static class WithToken implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("sluice.token", TOKEN);
    }
  }

  @Inject Bus bus;

  private final UUID group = UUID.randomUUID();
  private RegistryState registry;
  private Bus.Registration serving;
  private BadServer up;
  private BadServer down;
  private BackendService service;
  private Target healthy;
  private Target ill;

  @BeforeEach
  void startRegistryAndTargets() throws Exception {
    up = BadServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    down = BadServer.answering("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
    service =
        RegistrySample.service(
            UUID.randomUUID(), "web", group, 80, Samples.paced(Samples.http(), 1, null, 2, 2));
    healthy = RegistrySample.target(group, "127.0.0.1", up.port());
    ill = RegistrySample.target(group, "127.0.0.1", down.port());
    serving =
        bus.serve(
            Addresses.REGISTRY_SYNC,
            SyncRequest.class,
            request -> Uni.createFrom().item(registry.toSnapshot()));
    says(healthy, ill);
  }

  @AfterEach
  void stop() {
    serving.cancel();
    up.close();
    down.close();
  }

  @Test
  void showsStateReasonAndLastResultsOfEachTarget() {
    awaitState(healthy, "healthy");
    awaitState(ill, "unhealthy");

    api()
        .get(PATH + "/" + service.id() + "/" + ill.id())
        .then()
        .statusCode(200)
        .body("address", equalTo("127.0.0.1"))
        .body("port", equalTo(down.port()))
        .body("state", equalTo("unhealthy"))
        .body("reason", equalTo("HTTP_CODE_MISMATCH"))
        .body("detail", equalTo("Status 503; expected 200-399."))
        .body("since", notNullValue())
        .body("checkedAt", notNullValue())
        .body("lastResults[0].ok", equalTo(false))
        .body("lastResults[0].reason", equalTo("HTTP_CODE_MISMATCH"));
    api()
        .get(PATH + "?state=healthy&groupId=" + group)
        .then()
        .statusCode(200)
        .body("items.targetId", equalTo(List.of(healthy.id().toString())))
        .body("next", nullValue());
  }

  @Test
  void pagesThroughTheList() {
    String next =
        api()
            .get(PATH + "?limit=1&backendServiceId=" + service.id())
            .then()
            .statusCode(200)
            .body("items", hasSize(1))
            .extract()
            .path("next");

    api()
        .get(PATH + "?limit=1&backendServiceId=" + service.id() + "&cursor=" + next)
        .then()
        .statusCode(200)
        .body("items", hasSize(1))
        .body("next", nullValue());
  }

  @Test
  void namesEachWrongParameter() {
    api()
        .get(PATH + "?state=ill&limit=0&targetId=x&cursor=y&colour=red")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors.field", hasSize(5))
        .body("errors.field", hasItem("state"));
  }

  @Test
  void anUnknownPairIs404AndAMissingToken401() {
    api().get(PATH + "/" + UUID.randomUUID() + "/" + UUID.randomUUID()).then().statusCode(404);
    given().get(PATH).then().statusCode(401);
  }

  @Test
  void isReadyOnceTheRegistryIsKnownAndShowsMetrics() {
    awaitState(healthy, "healthy");

    given().get("/q/health/ready").then().statusCode(200);
    String metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();
    assertThat(metrics)
        .contains("sluice_health_probes_total{result=\"ok\"")
        .contains("sluice_health_targets{state=\"healthy\"} 1.0");
  }

  @Test
  void readersFollowTheStatesAndForgetWhatIsRemoved() {
    Follower<HealthState, HealthDelta> reader =
        new Follower<>(
            bus,
            Addresses.HEALTH_CHANGED,
            Addresses.HEALTH_SYNC,
            HealthDelta.class,
            HealthState.EMPTY,
            HealthState::revision,
            HealthState::apply,
            state -> {},
            () -> System.nanoTime() / 1_000_000);
    Key healthyKey = new Key(service.id(), healthy.id());
    Key illKey = new Key(service.id(), ill.id());

    await()
        .untilAsserted(() -> {
          var states = reader.state().states();
          assertThat(states).containsKeys(healthyKey, illKey);
          assertThat(states.get(healthyKey).state()).isEqualTo(State.HEALTHY);
          assertThat(states.get(illKey).state()).isEqualTo(State.UNHEALTHY);
          assertThat(states.get(illKey).reason()).isEqualTo(Reason.HTTP_CODE_MISMATCH);
        });

    says(healthy);

    await().untilAsserted(() -> assertThat(reader.state().states()).containsOnlyKeys(healthyKey));
    reader.close();
  }

  private void says(Target... targets) {
    registry =
        RegistrySample.state(REVISION.incrementAndGet(), new BackendService[] {service}, targets);
    bus.publish(Addresses.REGISTRY_CHANGED, new Changed(registry.revision()));
  }

  private void awaitState(Target target, String state) {
    await()
        .untilAsserted(() ->
            api()
                .get(PATH + "/" + service.id() + "/" + target.id())
                .then()
                .statusCode(200)
                .body("state", equalTo(state)));
  }

  private static RequestSpecification api() {
    return given().header("Authorization", "Bearer " + TOKEN);
  }
}
