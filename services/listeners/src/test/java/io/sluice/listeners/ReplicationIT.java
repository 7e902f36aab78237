package io.sluice.listeners;

import static io.sluice.listeners.Api.LISTENERS;
import static io.sluice.listeners.Api.LOAD_BALANCERS;
import static io.sluice.listeners.Api.RULES;
import static io.sluice.listeners.Api.RULE_GROUPS;
import static io.sluice.listeners.Api.created;
import static io.sluice.listeners.Api.delete;
import static io.sluice.listeners.Api.get;
import static io.sluice.listeners.Api.json;
import static io.sluice.listeners.Api.listener;
import static io.sluice.listeners.Api.newListener;
import static io.sluice.listeners.Api.newLoadBalancer;
import static io.sluice.listeners.Api.newName;
import static io.sluice.listeners.Api.newPort;
import static io.sluice.listeners.Api.newRule;
import static io.sluice.listeners.Api.newRuleGroup;
import static io.sluice.listeners.Api.patch;
import static io.sluice.listeners.Api.post;
import static io.sluice.listeners.Api.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.test.PostgresTestResource;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.GatewayBeat;
import io.sluice.contracts.GatewayBeat.ListenerState;
import io.sluice.contracts.command.UsageAnswer;
import io.sluice.contracts.command.UsageQuery;
import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.LoadBalancer;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.RuleGroup;
import io.sluice.contracts.sync.Changed;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.contracts.sync.SyncRequest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What gateways and the registry see of the service, over the bus. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ReplicationIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final AtomicLong SEQUENCE = new AtomicLong();

  @Inject Bus bus;
  @Inject RegistryDouble registry;

  @Test
  void aNewReaderGetsEverythingWithTheAddressOfTheLoadBalancer() {
    registry.up();
    UUID service = registry.newBackendService();
    String lb = created(post(LOAD_BALANCERS, json("name", newName("lb"), "address", "127.0.0.77")));
    String group = newRuleGroup(lb);
    String rule =
        created(
            post(
                RULES,
                with(
                    with(
                        json("ruleGroupId", group, "name", "r", "host", "*.example"),
                        "path",
                        "{\"type\":\"prefix\",\"value\":\"/a\"}"),
                    "action",
                    Api.forward(Map.of(service, 3)))));
    String port =
        created(
            post(
                LISTENERS, with(listener(lb, "l", newPort()), "ruleGroupId", "\"" + group + "\"")));

    ListenersDelta snapshot = sync(Revision.NONE);

    assertThat(snapshot.full()).isTrue();
    assertThat(snapshot.from()).isEqualTo(Revision.NONE);
    assertThat(snapshot.removed()).isEmpty();
    assertThat(snapshot.loadBalancers())
        .extracting(LoadBalancer::id, LoadBalancer::address)
        .contains(tuple(UUID.fromString(lb), "127.0.0.77"));
    assertThat(snapshot.ruleGroups()).extracting(RuleGroup::id).contains(UUID.fromString(group));
    assertThat(snapshot.rules())
        .filteredOn(value -> value.id().equals(UUID.fromString(rule)))
        .singleElement()
        .isEqualTo(
            new Rule(
                UUID.fromString(rule),
                UUID.fromString(group),
                "r",
                "",
                null,
                "*.example",
                new Rule.PathMatch(Rule.PathType.PREFIX, "/a"),
                new Action.Forward(List.of(new Action.WeightedService(service, 3)), null),
                null,
                null));
    assertThat(snapshot.listeners())
        .filteredOn(value -> value.id().equals(UUID.fromString(port)))
        .singleElement()
        .satisfies(value -> assertThat(value.address()).isEqualTo("127.0.0.77"))
        .satisfies(value -> assertThat(value.ruleGroupId()).isEqualTo(UUID.fromString(group)));
  }

  @Test
  void aReaderThatIsBehindGetsOnlyWhatCameSince() {
    String lb = newLoadBalancer();
    String kept = newListener(lb);
    String removed = newListener(lb);
    Revision before = sync(Revision.NONE).to();

    patch(LISTENERS + "/" + kept, json("idleTimeoutSeconds", 7)).statusCode(200);
    delete(LISTENERS + "/" + removed).statusCode(204);
    ListenersDelta delta = sync(before);

    assertThat(delta.full()).isFalse();
    assertThat(delta.from()).isEqualTo(before);
    assertThat(delta.to()).isEqualTo(new Revision(before.epoch(), before.number() + 2));
    assertThat(delta.loadBalancers()).isEmpty();
    assertThat(delta.listeners())
        .singleElement()
        .satisfies(value -> assertThat(value.id()).isEqualTo(UUID.fromString(kept)))
        .satisfies(value -> assertThat(value.idleTimeoutSeconds()).isEqualTo(7));
    assertThat(delta.removed()).containsExactly(UUID.fromString(removed));
  }

  @Test
  void aCascadeRemovesTheGroupAndItsRulesInOneRevision() {
    String group = newRuleGroup(newLoadBalancer());
    String rule = newRule(group, "a.example");
    Revision before = sync(Revision.NONE).to();

    delete(RULE_GROUPS + "/" + group + "?cascade=true").statusCode(204);
    ListenersDelta delta = sync(before);

    assertThat(delta.to().number()).isEqualTo(before.number() + 1);
    assertThat(delta.removed())
        .containsExactlyInAnyOrder(UUID.fromString(group), UUID.fromString(rule));
  }

  @Test
  void aReaderOfAnotherEpochGetsEverything() {
    newLoadBalancer();
    Revision now = sync(Revision.NONE).to();

    assertThat(sync(new Revision(now.epoch() - 1, now.number())).full()).isTrue();
    assertThat(sync(new Revision(now.epoch(), now.number() + 1)).full()).isTrue();
    assertThat(sync(now).full()).isFalse();
  }

  @Test
  void eachWriteIsAnnouncedAndTheRevisionIsRepeated() {
    List<Revision> heard = new CopyOnWriteArrayList<>();
    Bus.Registration registration =
        bus.consume(
            Addresses.LISTENERS_CHANGED, Changed.class, changed -> heard.add(changed.revision()));

    String lb = newLoadBalancer();
    Revision written = sync(Revision.NONE).to();

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(heard).filteredOn(written::equals).hasSizeGreaterThanOrEqualTo(2));
    assertThat(lb).isNotNull();
    registration.cancel();
  }

  @Test
  void theStatusOfAListenerShowsWhatEachGatewaySays() {
    String id = newListener(newLoadBalancer());
    UUID listener = UUID.fromString(id);
    Revision now = sync(Revision.NONE).to();
    Revision behind = new Revision(now.epoch(), now.number() - 1);

    bus.publish(
        Addresses.GATEWAY_BEAT, beat("gw-a", now, new ListenerState(listener, true, null, 3)));
    bus.publish(
        Addresses.GATEWAY_BEAT,
        beat("gw-b", behind, new ListenerState(listener, false, "Address in use", 0)));

    await()
        .atMost(SOON)
        .untilAsserted(() ->
            get(LISTENERS + "/" + id)
                .body("status.applied", equalTo(false))
                .body("status.gateways.gatewayId", contains("gw-a", "gw-b"))
                .body("status.gateways.zone", contains("z", "z"))
                .body("status.gateways.applied", contains(true, false))
                .body("status.gateways.bound", contains(true, false))
                .body("status.gateways[0].error", nullValue())
                .body("status.gateways[1].error", equalTo("Address in use")));

    bus.publish(
        Addresses.GATEWAY_BEAT, beat("gw-b", now, new ListenerState(listener, true, null, 0)));

    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          bus.publish(
              Addresses.GATEWAY_BEAT,
              beat("gw-a", now, new ListenerState(listener, true, null, 3)));
          get(LISTENERS + "/" + id)
              .body("status.gateways.bound", hasItem(true))
              .body("status.applied", equalTo(true));
        });
  }

  @Test
  void whoUsesABackendServiceIsToldToTheRegistry() {
    registry.up();
    UUID service = registry.newBackendService();
    String lb = newLoadBalancer();
    String port =
        created(
            post(
                LISTENERS,
                with(
                    json("loadBalancerId", lb, "name", "l", "protocol", "HTTP", "port", newPort()),
                    "defaultAction",
                    Api.forward(Map.of(service, 1)))));
    String rule =
        created(
            post(
                RULES,
                with(
                    json("ruleGroupId", newRuleGroup(lb), "name", "r"),
                    "action",
                    Api.forward(Map.of(service, 1)))));
    post(LOAD_BALANCERS, json("name", newName("lb"), "description", "only speaks of " + service))
        .statusCode(201);

    assertThat(users(service))
        .containsExactly(
            new UsageAnswer.User("listener", UUID.fromString(port), "l"),
            new UsageAnswer.User("rule", UUID.fromString(rule), "r"));

    delete(RULES + "/" + rule).statusCode(204);
    delete(LISTENERS + "/" + port).statusCode(204);
    assertThat(users(service)).isEmpty();
  }

  private ListenersDelta sync(Revision have) {
    return bus.request(Addresses.LISTENERS_SYNC, new SyncRequest(have), ListenersDelta.class)
        .await()
        .atMost(SOON);
  }

  private List<UsageAnswer.User> users(UUID service) {
    return bus.request(
            Addresses.LISTENERS_USAGE,
            new UsageQuery("backend-service", service),
            UsageAnswer.class)
        .await()
        .atMost(SOON)
        .users();
  }

  private static GatewayBeat beat(String gateway, Revision listeners, ListenerState state) {
    return new GatewayBeat(
        gateway,
        "z",
        Instant.EPOCH,
        SEQUENCE.incrementAndGet(),
        false,
        listeners,
        Revision.NONE,
        Revision.NONE,
        null,
        List.of(state),
        List.of(),
        List.of(),
        List.of());
  }
}
