package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.test.PostgresTestResource;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.contracts.sync.SyncRequest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** Bounds are many times what an idle machine needs: they tell a lapse, the log has the times. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ScaleIT {
  private static final Logger LOG = Logger.getLogger(ScaleIT.class);

  @Inject Bus bus;

  @Test
  void tenThousandTargetsAreRegisteredListedAndReplicatedQuickly() {
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      groups.add(Api.group());
    }

    timed(
        "register 10,000 targets in 10 batches",
        Duration.ofSeconds(60),
        () -> {
          groups.forEach(group ->
              Api.request()
                  .body(TargetsIT.batch(1000))
                  .post(Api.targets(group))
                  .then()
                  .statusCode(201));
          return null;
        });
    timed(
        "list 10 x 1,000 targets",
        Duration.ofSeconds(60),
        () -> {
          groups.forEach(group ->
              Api.request().get(Api.targets(group) + "?limit=1000").then().statusCode(200));
          return null;
        });
    RegistryDelta snapshot = timed("snapshot", Duration.ofSeconds(20), () -> ask(Revision.NONE));
    assertThat(snapshot.targets()).hasSizeGreaterThanOrEqualTo(10_000);
    timed("snapshot again", Duration.ofSeconds(20), () -> ask(Revision.NONE));
    Api.post(Api.targets(Api.group()), TargetsIT.batch(1000)).statusCode(201);
    RegistryDelta delta =
        timed("delta of 1,000 targets", Duration.ofSeconds(20), () -> ask(snapshot.to()));
    assertThat(delta.targets()).hasSize(1_000);
    timed("nothing new", Duration.ofSeconds(20), () -> ask(delta.to()));
  }

  private RegistryDelta ask(Revision have) {
    return bus.request(Addresses.REGISTRY_SYNC, new SyncRequest(have), RegistryDelta.class)
        .onFailure()
        .retry()
        .atMost(10)
        .await()
        .atMost(Duration.ofSeconds(20));
  }

  private static <T> T timed(String what, Duration bound, Supplier<T> work) {
    Instant start = Instant.now();
    T result = work.get();
    Duration took = Duration.between(start, Instant.now());
    LOG.infof("%s: %d ms", what, took.toMillis());
    assertThat(took).as(what).isLessThan(bound);
    return result;
  }
}
