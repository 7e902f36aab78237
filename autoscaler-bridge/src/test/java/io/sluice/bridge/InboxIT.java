package io.sluice.bridge;

import static io.sluice.bridge.Client.event;
import static io.sluice.bridge.Client.events;
import static io.sluice.bridge.Client.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.bridge.Client.Source;
import io.sluice.bridge.bus.InboxProcessor;
import io.sluice.bridge.bus.RegistryClient;
import io.sluice.bridge.store.InboxQueue;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.store.Database;
import io.sluice.chassis.test.PostgresTestResource;
import io.sluice.contracts.command.CommandAnswer;
import io.sluice.contracts.command.CommandAnswer.Outcome;
import io.sluice.contracts.command.MembershipCommand;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stored event is carried out, once, in order, whatever fails in between. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class InboxIT {
  private static final CommandAnswer DONE = new CommandAnswer(Outcome.DONE, "1 target");

  @Inject Bus bus;
  @Inject Database database;
  @Inject RegistryClient registryClient;
  @Inject BridgeConfig config;
  @Inject Vertx vertx;

  private FakeRegistry registry;
  private Source source;

  @BeforeEach
  void start() {
    registry = new FakeRegistry(bus);
    source = Client.createSource(registry.group());
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void anEventIsCarriedOutAndSaysSo() {
    send(source, event("one")).statusCode(202);

    awaitStates("done");
    events(source)
        .then()
        .body("items[0].eventId", equalTo("one"))
        .body("items[0].operation", equalTo("register"))
        .body("items[0].attempts", equalTo(1))
        .body("items[0].detail", equalTo("1 target"));
    MembershipCommand command = registry.commands(source.group()).getFirst();
    assertThat(command.operation()).isEqualTo(MembershipCommand.Operation.REGISTER);
    assertThat(command.targets().getFirst().address()).isEqualTo("127.0.0.1");
    send(source, event("one")).statusCode(200).body("state", equalTo("done"));
    assertThat(registry.commands(source.group())).hasSize(1);
  }

  @Test
  void theSameEventSentAtTheSameTimeIsStoredOnce() throws Exception {
    List<Callable<Integer>> senders = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      senders.add(() -> send(source, event("twin")).extract().statusCode());
    }

    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (Future<Integer> status : threads.invokeAll(senders)) {
        assertThat(status.get()).isIn(200, 202);
      }
    }

    awaitStates("done");
    assertThat(registry.commands(source.group())).hasSize(1);
  }

  @Test
  void anotherEventWithAUsedIdIsAConflict() {
    send(source, event("used")).statusCode(202);

    send(source, event("used", "127.0.0.2")).statusCode(409);
    // The same event, written another way.
    assertThat(send(source, event("used").replace(" ", "")).extract().statusCode()).isIn(200, 202);
    awaitStates("done");
  }

  @Test
  void whatTheRegistryRefusesIsRejectedAndTheNextGoesOn() {
    registry.answers(command ->
        command.key().endsWith(":bad")
            ? new CommandAnswer(Outcome.REJECTED, "no such group")
            : DONE);

    send(source, event("bad")).statusCode(202);
    send(source, event("good")).statusCode(202);

    awaitStates("rejected", "done");
    events(source).then().body("items[0].detail", equalTo("no such group"));
    send(source, event("bad")).statusCode(200).body("state", equalTo("rejected"));
  }

  @Test
  void eventsOfASourceAreCarriedOutInTheirOrderByManyReplicas() {
    AtomicInteger asked = new AtomicInteger();
    registry.answers(command ->
        asked.incrementAndGet() % 4 == 0 ? new CommandAnswer(Outcome.RETRY, "later") : DONE);
    InboxProcessor replica =
        new InboxProcessor(new InboxQueue(database), registryClient, config, vertx);

    for (int i = 0; i < 20; i++) {
      send(source, event("event-" + i)).statusCode(202);
      replica.wake();
    }

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(states()).hasSize(20).containsOnly("done"));
    List<String> order =
        registry.commands(source.group()).stream().map(MembershipCommand::key).distinct().toList();
    assertThat(order)
        .isEqualTo(IntStream.range(0, 20).mapToObj(i -> source.id() + ":event-" + i).toList());
  }

  @Test
  void eventsWaitForARegistryThatIsAway() {
    registry.close();
    send(source, event("patient")).statusCode(202).body("state", equalTo("received"));
    await()
        .untilAsserted(
            () -> assertThat(events(source).<Integer>path("items[0].attempts")).isPositive());
    send(source, event("patient")).statusCode(202).body("state", equalTo("received"));

    registry.start();

    awaitStates("done");
  }

  @Test
  void anotherReplicaGoesOnWhenOneDied() {
    registry.close();
    send(source, event("orphan")).statusCode(202);
    await()
        .untilAsserted(
            () -> assertThat(events(source).<Integer>path("items[0].attempts")).isPositive());
    // As a replica leaves its lane when it is killed within its work.
    execute(
        "update bridge.inbox_lane set lease_holder = gen_random_uuid(), due_at = now(),"
            + " lease_until = now() + interval '2 s' where source_id = '"
            + source.id()
            + "'");
    registry.start();

    awaitStates("done");
    assertThat(registry.commands(source.group())).hasSize(1);
  }

  @Test
  void withoutTheDatabaseNothingIsTakenAndItRecovers() {
    PostgresTestResource.server().stop();
    send(source, event("lost")).statusCode(503);

    PostgresTestResource.server().restart();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(send(source, event("lost")).extract().statusCode()).isIn(200, 202));
    awaitStates("done");
  }

  @Test
  void theListIsFiltered() {
    send(source, event("listed")).statusCode(202);
    awaitStates("done");

    Client.api()
        .get(Client.EVENTS + "?state=done&eventId=listed&sourceId=" + source.id())
        .then()
        .statusCode(200)
        .body("items.size()", equalTo(1));
    Client.api().get(Client.EVENTS + "?state=lost").then().statusCode(400);
  }

  private void awaitStates(String... expected) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(states()).containsExactly(expected));
  }

  private List<String> states() {
    return events(source).path("items.state");
  }

  private void execute(String sql) {
    database
        .transaction(abandoned ->
            Panache.getSession().chain(session -> session.createNativeQuery(sql).executeUpdate()))
        .await()
        .atMost(Duration.ofSeconds(5));
  }
}
