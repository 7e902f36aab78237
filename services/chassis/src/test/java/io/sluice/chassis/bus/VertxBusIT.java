package io.sluice.chassis.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.chassis.sync.ListenersState;
import io.sluice.contracts.command.UsageAnswer;
import io.sluice.contracts.sync.Changed;
import io.sluice.contracts.sync.Revision;
import io.sluice.contracts.sync.SyncRequest;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bus between two members over real sockets. */
class VertxBusIT {
  private static TwoMembers members;

  @BeforeAll
  static void start() {
    members = new TwoMembers();
  }

  @AfterAll
  static void stop() {
    members.close();
  }

  private static <A> A ask(String address, Class<A> type) {
    return members
        .second()
        .<A>request(address, new SyncRequest(Revision.NONE), type)
        .await()
        .atMost(Duration.ofSeconds(5));
  }

  @Test
  void eachMemberCountsTheOther() {
    assertThat(members.first().members()).isEqualTo(2);
    assertThat(members.second().members()).isEqualTo(2);
  }

  @Test
  void whatIsPublishedReachesBothMembers() {
    List<Revision> here = new CopyOnWriteArrayList<>();
    List<Revision> there = new CopyOnWriteArrayList<>();
    members.first().consume("news", Changed.class, changed -> here.add(changed.revision()));
    members.second().consume("news", Changed.class, changed -> there.add(changed.revision()));
    await()
        .untilAsserted(() -> {
          members.first().publish("news", new Changed(new Revision(1, 7)));
          assertThat(here).contains(new Revision(1, 7));
          assertThat(there).contains(new Revision(1, 7));
        });
  }

  @Test
  void anAnswerOfSeveralMebibytesArrivesWhole() {
    List<UsageAnswer.User> many = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      many.add(new UsageAnswer.User("rule", UUID.randomUUID(), "a rule named " + i));
    }
    members
        .first()
        .serve(
            "large",
            SyncRequest.class,
            request -> Uni.createFrom().item(new UsageAnswer(List.copyOf(many))));
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreException(BusException.class)
        .untilAsserted(() -> assertThat(ask("large", UsageAnswer.class).users()).isEqualTo(many));
  }

  @Test
  void anAddressThatNobodyServesIsToldAtOnce() {
    assertThatThrownBy(() -> ask("nobody", Changed.class))
        .isInstanceOfSatisfying(
            BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.NO_SERVER));
  }

  @Test
  void aServerThatFailsTellsItsMessage() {
    members
        .first()
        .serve(
            "failing",
            SyncRequest.class,
            request -> Uni.createFrom().failure(new IllegalStateException("no database")));
    members
        .first()
        .serve(
            "throwing",
            SyncRequest.class,
            request -> {
              throw new IllegalStateException("a bug");
            });
    await()
        .untilAsserted(() -> {
          assertFailure("failing", "no database");
          assertFailure("throwing", "a bug");
        });
  }

  private static void assertFailure(String address, String message) {
    assertThatThrownBy(() -> ask(address, Changed.class))
        .isInstanceOfSatisfying(
            BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.FAILED))
        .hasMessage(message);
  }

  @Test
  void aServerThatDoesNotAnswerIsATimeout() {
    members.first().serve("silent", SyncRequest.class, request -> Uni.createFrom().nothing());
    await()
        .untilAsserted(() ->
            assertThatThrownBy(() -> ask("silent", Changed.class))
                .isInstanceOfSatisfying(
                    BusException.class,
                    e -> assertThat(e.kind()).isEqualTo(BusException.Kind.TIMEOUT)));
  }

  @Test
  void aConsumerThatFailsReceivesTheNextMessage() {
    List<Long> seen = new CopyOnWriteArrayList<>();
    members
        .first()
        .consume(
            "bumpy",
            Changed.class,
            changed -> {
              seen.add(changed.revision().number());
              throw new IllegalStateException("a bug in a consumer");
            });
    members.first().publish("bumpy", new Changed(new Revision(1, 1)));
    members.first().publish("bumpy", new Changed(new Revision(1, 2)));
    await().untilAsserted(() -> assertThat(seen).containsExactly(1L, 2L));
  }

  @Test
  void afterCancellingNobodyServes() {
    Bus.Registration registration =
        members
            .first()
            .serve("ended", SyncRequest.class, r -> Uni.createFrom().item(new Changed(r.have())));
    await().untilAsserted(() -> assertThat(ask("ended", Changed.class)).isNotNull());
    registration.cancel();
    await()
        .untilAsserted(() ->
            assertThatThrownBy(() -> ask("ended", Changed.class)).isInstanceOf(BusException.class));
  }

  @Test
  void aMessageWithoutJsonFormIsRefusedToItsSender() {
    assertThatThrownBy(() ->
            members
                .second()
                .request("nobody", new Object(), ListenersState.class)
                .await()
                .atMost(Duration.ofSeconds(5)))
        .isInstanceOf(BusException.class);
  }
}
