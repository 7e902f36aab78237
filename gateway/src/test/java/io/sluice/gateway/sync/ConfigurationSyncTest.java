package io.sluice.gateway.sync;

import static io.sluice.gateway.table.Samples.GROUP;
import static io.sluice.gateway.table.Samples.LISTENER;
import static io.sluice.gateway.table.Samples.SERVICE;
import static io.sluice.gateway.table.Samples.backendService;
import static io.sluice.gateway.table.Samples.forward;
import static io.sluice.gateway.table.Samples.health;
import static io.sluice.gateway.table.Samples.listener;
import static io.sluice.gateway.table.Samples.listeners;
import static io.sluice.gateway.table.Samples.registry;
import static io.sluice.gateway.table.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.chassis.sync.HealthState;
import io.sluice.chassis.sync.ListenersState;
import io.sluice.chassis.sync.RegistryState;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.GatewayBeat;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.contracts.sync.Revision;
import io.sluice.gateway.table.Revisions;
import io.sluice.gateway.table.RoutingTable;
import io.vertx.core.Promise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationSyncTest {
  private static final ListenersState LISTENERS =
      listeners(3, List.of(listener(LISTENER, 8_080, null, forward(SERVICE))), List.of());
  private static final RegistryState REGISTRY =
      registry(4, List.of(backendService(SERVICE, GROUP)), List.of(target(GROUP, 1)));
  private static final HealthState HEALTH =
      health(5, health(SERVICE, target(GROUP, 1), State.HEALTHY));
  private static final Revisions ALL =
      new Revisions(new Revision(1, 3), new Revision(1, 4), new Revision(1, 5));

  @TempDir Path folder;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-07-01T12:00:00Z"));
  private final InstantSource clock = now::get;
  private final FakeBus bus = new FakeBus();
  private final List<GatewayBeat> beats = new CopyOnWriteArrayList<>();
  private FakeDataPlane dataPlane = new FakeDataPlane();
  private ConfigurationSync sync;

  @BeforeEach
  void hearBeats() {
    bus.consume(Addresses.GATEWAY_BEAT, GatewayBeat.class, beats::add);
  }

  @AfterEach
  void stop() {
    if (sync != null) {
      sync.close();
    }
  }

  @Test
  void changesAreFollowedAndConfirmedByABeat() {
    FakeOwners owners = new FakeOwners(bus);
    start();
    owners.publish(LISTENERS);
    owners.publish(REGISTRY);
    owners.publish(HEALTH);

    awaitBeatWith(ALL);

    assertThat(newestTable().listeners()).containsKey(LISTENER);
    assertThat(newestTable().services().get(SERVICE).rotation()).hasSize(1);
    GatewayBeat beat = beats.getLast();
    assertThat(beat.gatewayId()).isEqualTo("gateway-1");
    assertThat(beat.zone()).isEqualTo("zone-a");
    assertThat(beat.draining()).isFalse();
    assertThat(beat.copyAgeSeconds()).isNull();
    assertThat(beat.listenerStates())
        .containsExactly(new GatewayBeat.ListenerState(LISTENER, true, null, 2));
    assertThat(beat.targetLoads())
        .containsExactly(new GatewayBeat.TargetLoad(FakeDataPlane.BUSY_TARGET, 3));
  }

  @Test
  void beatsComeEverySecondWithAGrowingNumber() {
    start();

    await().atMost(Duration.ofSeconds(5)).until(() -> beats.size() >= 3);

    assertThat(beats.stream().map(GatewayBeat::sequence).toList())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void changesThatComeWhileATableIsPutIntoUseGoIntoTheNextOneTogether() {
    FakeOwners owners = new FakeOwners(bus);
    Promise<Void> gate = Promise.promise();
    dataPlane.gate = gate;
    start();
    owners.publish(LISTENERS);
    await().until(() -> dataPlane.tables.size() == 1);
    for (int number = 10; number < 60; number++) {
      owners.publish(registry(number, List.of(), List.of()));
    }

    dataPlane.gate = null;
    gate.complete();

    await().until(() -> sync.status().revisions().registry().equals(new Revision(1, 59)));
    assertThat(dataPlane.tables).hasSize(2);
  }

  @Test
  void aTableThatCouldNotBePutIntoUseIsTriedAgain() {
    FakeOwners owners = new FakeOwners(bus);
    dataPlane.failure = new IllegalStateException("no memory for a while");
    start();

    owners.publish(LISTENERS);

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> sync.status().revisions().listeners().equals(new Revision(1, 3)));
  }

  @Test
  void aRestartWhileTheOwnersAreDownServesTheCopyAndSaysHowOldItIs() {
    runOnceAndLeaveACopy();
    now.updateAndGet(instant -> instant.plusSeconds(3_600));

    start();

    awaitBeatWith(ALL);
    assertThat(newestTable().services().get(SERVICE).failOpen()).isFalse();
    assertThat(beats.getLast().copyAgeSeconds()).isEqualTo(3_600);
    now.updateAndGet(instant -> instant.plusSeconds(100));
    sync.close();
    start();
    await().until(() -> sync.status().revisions().equals(ALL));
    assertThat(sync.status().copyAgeSeconds()).isEqualTo(3_700);
  }

  @Test
  void theCopyIsSupersededOnceTheOwnersConfirmIt() {
    runOnceAndLeaveACopy();
    start();
    awaitBeatWith(ALL);

    FakeOwners owners = new FakeOwners(bus);
    owners.publish(LISTENERS);
    owners.publish(REGISTRY);
    owners.publish(HEALTH);

    await().atMost(Duration.ofSeconds(5)).until(() -> sync.status().copyAgeSeconds() == null);
    assertThat(dataPlane.tables).hasSize(1);
  }

  @Test
  void aCorruptCopyIsIgnoredAndTheOneBeforeItServed() throws Exception {
    runOnceAndLeaveACopy();
    Path newest = folder.resolve("last-known-good");
    Files.copy(newest, folder.resolve("last-known-good.previous"));
    byte[] content = Files.readAllBytes(newest);
    content[content.length / 2] ^= 1;
    Files.write(newest, content);

    start();

    awaitBeatWith(ALL);
  }

  @Test
  void withoutACopyAndOwnersItWaitsUnconfigured() {
    start();

    await().until(() -> !beats.isEmpty());
    assertThat(sync.status().configured()).isFalse();
    assertThat(dataPlane.tables).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aDrainIsAnnouncedAtOnce() {
    start();

    sync.announceDrain();

    assertThat(beats.getLast().draining()).isTrue();
  }

  private void runOnceAndLeaveACopy() {
    try (FakeOwners owners = new FakeOwners(bus)) {
      owners.publish(LISTENERS);
      owners.publish(REGISTRY);
      owners.publish(HEALTH);
      start();
      awaitBeatWith(ALL);
      await().until(() -> Files.exists(folder.resolve("last-known-good")));
    }
    sync.close();
    beats.clear();
    dataPlane = new FakeDataPlane();
  }

  private void awaitBeatWith(Revisions revisions) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            beats.stream()
                .anyMatch(beat ->
                    new Revisions(beat.listeners(), beat.registry(), beat.health())
                        .equals(revisions)));
  }

  private RoutingTable newestTable() {
    return dataPlane.tables.getLast();
  }

  private void start() {
    sync =
        new ConfigurationSync(
            dataPlane,
            new ConfigurationSync.Identity("gateway-1", "zone-a"),
            Optional.of(folder),
            clock,
            table -> {});
    sync.serveCopy();
    sync.follow(bus);
  }
}
