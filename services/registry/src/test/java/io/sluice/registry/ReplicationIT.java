package io.sluice.registry;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.store.Owner;
import io.sluice.chassis.sync.Follower;
import io.sluice.chassis.sync.RegistryState;
import io.sluice.chassis.test.PostgresTestResource;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.GatewayBeat;
import io.sluice.contracts.command.CommandAnswer;
import io.sluice.contracts.command.CommandAnswer.Outcome;
import io.sluice.contracts.command.MembershipCommand;
import io.sluice.contracts.command.MembershipCommand.Instance;
import io.sluice.contracts.command.MembershipCommand.Operation;
import io.sluice.contracts.command.ReferenceAnswer;
import io.sluice.contracts.command.ReferenceQuery;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.contracts.sync.SyncRequest;
import io.sluice.registry.domain.NewTarget;
import io.sluice.registry.store.BackendServiceTable;
import io.sluice.registry.store.RegistryConfig;
import io.sluice.registry.store.TargetStore;
import io.sluice.registry.store.TargetStore.Present;
import io.sluice.registry.store.TargetTable;
import io.sluice.registry.store.VirtualServerGroupTable;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ReplicationIT {
  @Inject Bus bus;
  @Inject Owner owner;
  @Inject TargetStore store;
  @Inject TargetTable targets;
  @Inject VirtualServerGroupTable groups;
  @Inject BackendServiceTable services;
  @Inject RegistryConfig config;

  /** Drains of other tests are not to end by what was said here. */
  @AfterEach
  void knowsOfNoDrain() {
    bus.publish(Addresses.GATEWAY_BEAT, Beats.beat(Revision.NONE));
  }

  @Test
  void aDeltaHoldsWhatChangedAndWhatIsGone() {
    String kept = Api.group();
    String gone = Api.group();
    Revision before = ask(Revision.NONE).to();

    Api.target(kept, "10.0.0.1");
    Api.delete(Api.GROUPS + "/" + gone).statusCode(204);
    RegistryDelta delta = ask(before);

    assertThat(delta.full()).isFalse();
    assertThat(delta.from()).isEqualTo(before);
    assertThat(delta.to()).isEqualTo(new Revision(before.epoch(), before.number() + 2));
    assertThat(delta.targets()).extracting("address").containsExactly("10.0.0.1");
    assertThat(delta.groups()).isEmpty();
    assertThat(delta.removed()).containsExactly(UUID.fromString(gone));
  }

  @Test
  void aReaderThatFollowsHasTheSameAsANewOne() {
    try (var follower =
        new Follower<>(
            bus,
            Addresses.REGISTRY_CHANGED,
            Addresses.REGISTRY_SYNC,
            RegistryDelta.class,
            RegistryState.EMPTY,
            RegistryState::revision,
            RegistryState::apply,
            state -> {},
            () -> System.nanoTime() / 1_000_000)) {
      String group = Api.group();
      String first = Api.target(group, "10.0.0.1");
      Api.target(group, "10.0.0.2");
      Api.patch(Api.targets(group) + "/" + first, "{\"weight\":1}").statusCode(200);
      Api.request().delete(Api.targets(group) + "/" + first + "?force=true");
      RegistryState fresh = RegistryState.EMPTY.apply(ask(Revision.NONE));

      await()
          .atMost(10, SECONDS)
          .untilAsserted(() -> {
            RegistryState state = follower.state();
            assertThat(state.revision()).isEqualTo(fresh.revision());
            assertThat(state.targets()).isEqualTo(fresh.targets());
            assertThat(state.groups()).isEqualTo(fresh.groups());
            assertThat(state.backendServices()).isEqualTo(fresh.backendServices());
          });
    }
  }

  @Test
  void twoReplicasWriteInOneOrderAndTheSecondHearsOfTheFirst() {
    UUID group = UUID.fromString(Api.group());
    Owner second = new Owner(owner.database(), bus, Addresses.REGISTRY_CHANGED);
    TargetStore other = new TargetStore(second, targets, groups, services, config);
    Revision before = ask(Revision.NONE).to();
    List<Uni<Long>> writes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Owner writer = i % 2 == 0 ? owner : second;
      TargetStore store = i % 2 == 0 ? this.store : other;
      List<NewTarget> one = List.of(new NewTarget("10.0.0." + i, 80, 1, null, null, false));
      writes.add(
          writer
              .write(write -> store.register(write, group, one, Present.REFUSED))
              .map(stored -> stored.getFirst().revision()));
    }

    List<Long> revisions =
        Uni.join().all(writes).andFailFast().await().atMost(Duration.ofSeconds(20));

    assertThat(revisions)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(before.number() + 1, before.number() + 20).boxed().toList());
    assertThat(ask(before).targets()).hasSize(20);
    await()
        .atMost(5, SECONDS)
        .untilAsserted(
            () -> assertThat(owner.latest().number()).isGreaterThanOrEqualTo(before.number() + 20));
  }

  @Test
  void aGatewaysBeatShowsInTheStatusAndAnImpossibleRevisionRaisesTheEpoch() {
    String group = Api.group();
    Revision present = ask(Revision.NONE).to();

    bus.publish(Addresses.GATEWAY_BEAT, Beats.beat(present));

    await()
        .atMost(5, SECONDS)
        .untilAsserted(() ->
            Api.get(Api.GROUPS + "/" + group)
                .body("status.applied", equalTo(true))
                .body("status.gateways[0].gatewayId", equalTo("gateway-1")));
    Api.patch(Api.GROUPS + "/" + group, "{\"description\":\"new\"}")
        .body("status.applied", equalTo(false));

    Revision impossible = new Revision(present.epoch(), present.number() + 1_000);
    bus.publish(Addresses.GATEWAY_BEAT, Beats.beat(impossible));
    await()
        .atMost(5, SECONDS)
        .untilAsserted(() -> {
          RegistryDelta answer = ask(impossible);
          assertThat(answer.to().epoch()).isEqualTo(present.epoch() + 1);
          assertThat(answer.full()).isTrue();
        });
  }

  @Test
  void aTargetNamesTheGatewaysThatEjectItAndThoseWhereItsShareGrows() {
    String group = Api.group();
    String ejected = Api.target(group, "10.0.0.1");
    String growing = Api.target(group, "10.0.0.2");
    UUID service = UUID.randomUUID();

    bus.publish(
        Addresses.GATEWAY_BEAT,
        Beats.beat(
            ask(Revision.NONE).to(),
            List.of(),
            List.of(new GatewayBeat.TargetEjection(service, UUID.fromString(ejected))),
            List.of(new GatewayBeat.TargetSlowStart(service, UUID.fromString(growing), 30))));

    await()
        .atMost(5, SECONDS)
        .untilAsserted(() ->
            Api.get(Api.targets(group) + "/" + ejected)
                .body("status.ejectedBy", hasSize(1))
                .body("status.ejectedBy[0].gatewayId", equalTo(Beats.GATEWAY))
                .body("status.ejectedBy[0].backendServiceId", equalTo(service.toString()))
                .body("status.slowStarts", hasSize(0)));
    Api.get(Api.targets(group) + "/" + growing)
        .body("status.ejectedBy", hasSize(0))
        .body("status.slowStarts", hasSize(1))
        .body("status.slowStarts[0].gatewayId", equalTo(Beats.GATEWAY))
        .body("status.slowStarts[0].backendServiceId", equalTo(service.toString()))
        .body("status.slowStarts[0].weightPercent", equalTo(30));
  }

  @Test
  void aMembershipCommandIsCarriedOutOncePerKey() {
    String group = Api.group();
    String key = UUID.randomUUID().toString();
    MembershipCommand register = command(key, group, Operation.REGISTER, "10.0.0.1", 7);

    CommandAnswer first = ask(register);
    String id = Api.get(Api.targets(group)).extract().path("items[0].id");
    Api.request().delete(Api.targets(group) + "/" + id + "?force=true");
    CommandAnswer again = ask(register);

    assertThat(first.outcome()).isEqualTo(Outcome.DONE);
    assertThat(again).isEqualTo(first);
    Api.get(Api.targets(group)).body("items.size()", equalTo(0));
  }

  @Test
  void aMembershipCommandUpdatesWhatIsThereAndDrainsWhatLeaves() {
    String group = Api.group();
    Api.target(group, "10.0.0.1");

    ask(command(UUID.randomUUID().toString(), group, Operation.REGISTER, "10.0.0.1", 7));
    Api.get(Api.targets(group)).body("items.weight", equalTo(List.of(7)));
    ask(command(UUID.randomUUID().toString(), group, Operation.DEREGISTER, "10.0.0.1", null));

    String until = Api.get(Api.targets(group)).extract().path("items[0].drainUntil");
    assertThat(until).isNotNull();
  }

  @Test
  void wrongMembershipCommandsAreRejectedForGood() {
    CommandAnswer badAddress =
        ask(command("k1", Api.group(), Operation.REGISTER, "not an address", 1));
    CommandAnswer badGroup =
        ask(command("k2", UUID.randomUUID().toString(), Operation.REGISTER, "10.0.0.1", 1));

    assertThat(badAddress.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(badAddress.detail()).contains("targets[0].address");
    assertThat(badGroup.outcome()).isEqualTo(Outcome.REJECTED);
  }

  @Test
  void referencesThatDoNotExistAreNamed() {
    UUID known = UUID.fromString(Api.service(Api.group(), 5));
    UUID unknown = UUID.randomUUID();

    ReferenceAnswer answer =
        ask(
            Addresses.REGISTRY_REFERENCES,
            new ReferenceQuery("backend-service", List.of(known, unknown)),
            ReferenceAnswer.class);

    assertThat(answer.missing()).containsExactly(unknown);
  }

  private RegistryDelta ask(Revision have) {
    return ask(Addresses.REGISTRY_SYNC, new SyncRequest(have), RegistryDelta.class);
  }

  private CommandAnswer ask(MembershipCommand command) {
    return ask(Addresses.REGISTRY_MEMBERSHIP, command, CommandAnswer.class);
  }

  /** Repeated, as every reader does: a cold service may need more than the bus' second. */
  private <A> A ask(String address, Object question, Class<A> answer) {
    return bus.request(address, question, answer)
        .onFailure()
        .retry()
        .atMost(10)
        .await()
        .atMost(Duration.ofSeconds(20));
  }

  private static MembershipCommand command(
      String key, String group, Operation operation, String address, Integer weight) {
    return new MembershipCommand(
        key,
        UUID.fromString(group),
        operation,
        List.of(new Instance(address, 80, weight, null, null)));
  }
}
