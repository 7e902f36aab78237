package io.sluice.registry;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.test.PostgresTestResource;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.GatewayBeat.TargetLoad;
import io.sluice.contracts.sync.Revision;
import io.sluice.registry.store.BackendServiceTable;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Targets that drain while a gateway says what it has in flight. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class EarlyDrainIT {
  @Inject Bus bus;
  @Inject Owner owner;
  @Inject BackendServiceTable services;

  /** Drains of other tests are not to end by what was said here. */
  @AfterEach
  void knowsOfNoDrain() {
    beat(Revision.NONE);
  }

  @Test
  void aTargetOnWhichNothingIsInFlightAnyMoreIsGoneBeforeItsTime() {
    Draining target = draining(false);

    stays(target, () -> beat(target.before()), "the gateway does not know of the drain");
    stays(
        target,
        () -> beat(target.revision, new TargetLoad(target.id, 1)),
        "a request is in flight");
    await()
        .atMost(20, SECONDS)
        .untilAsserted(() -> {
          beat(target.revision, new TargetLoad(UUID.randomUUID(), 1));
          Api.get(target.path).statusCode(404);
        });
  }

  @Test
  void aTargetToWhichClientsAreKeptStaysToTheEnd() {
    Draining target = draining(true);

    stays(target, () -> beat(target.revision), "a client may come back to it");
  }

  private record Draining(UUID id, String path, Revision revision) {
    Revision before() {
      return new Revision(revision.epoch(), revision.number() - 1);
    }
  }

  private Draining draining(boolean sticky) {
    String group = Api.group();
    String service = Api.service(group, 300);
    if (sticky) {
      keepClients(UUID.fromString(service));
    }
    String id = Api.target(group, "10.0.0.1");
    Api.post(Api.targets(group) + "/deregister", "{\"ids\":[\"" + id + "\"]}").statusCode(200);
    String path = Api.targets(group) + "/" + id;
    int epoch = Api.get(path).extract().path("status.revision.epoch");
    int number = Api.get(path).extract().path("status.revision.number");
    return new Draining(UUID.fromString(id), path, new Revision(epoch, number));
  }

  private void keepClients(UUID service) {
    owner
        .write(write ->
            services
                .findById(service)
                .map(row -> {
                  row.spec = row.spec.replace("\"type\":\"off\"", "\"type\":\"source_ip\"");
                  write.changed(row);
                  return row.spec;
                }))
        .await()
        .atMost(Duration.ofSeconds(10));
  }

  private void stays(Draining target, Runnable beats, String why) {
    await()
        .during(Duration.ofSeconds(3))
        .atMost(10, SECONDS)
        .untilAsserted(() -> {
          beats.run();
          assertThat(Api.get(target.path).extract().statusCode()).as(why).isEqualTo(200);
        });
  }

  private void beat(Revision registry, TargetLoad... loads) {
    bus.publish(Addresses.GATEWAY_BEAT, Beats.beat(registry, loads));
  }
}
