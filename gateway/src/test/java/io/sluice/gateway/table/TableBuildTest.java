package io.sluice.gateway.table;

import static io.sluice.gateway.table.Samples.GROUP;
import static io.sluice.gateway.table.Samples.LISTENER;
import static io.sluice.gateway.table.Samples.RULE_GROUP;
import static io.sluice.gateway.table.Samples.SERVICE;
import static io.sluice.gateway.table.Samples.backendService;
import static io.sluice.gateway.table.Samples.fixed;
import static io.sluice.gateway.table.Samples.forward;
import static io.sluice.gateway.table.Samples.health;
import static io.sluice.gateway.table.Samples.listener;
import static io.sluice.gateway.table.Samples.listeners;
import static io.sluice.gateway.table.Samples.registry;
import static io.sluice.gateway.table.Samples.rule;
import static io.sluice.gateway.table.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.sync.HealthState;
import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Rule.PathMatch;
import io.sluice.contracts.model.Rule.PathType;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.contracts.sync.Revision;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableBuildTest {
  private static final UUID OTHER_SERVICE = new UUID(13, 1);
  private static final UUID OTHER_GROUP = new UUID(14, 1);
  private static final Target TARGET = target(GROUP, 1);
  private static final Target OTHER_TARGET = target(OTHER_GROUP, 2);

  private static final TableInputs INPUTS =
      new TableInputs(
          listeners(
              3,
              List.of(listener(LISTENER, 8_080, RULE_GROUP, forward(SERVICE))),
              List.of(prefix(1, "/admin", fixed(403)), prefix(2, "/x", forward(SERVICE)))),
          registry(
              4,
              List.of(backendService(SERVICE, GROUP), backendService(OTHER_SERVICE, OTHER_GROUP)),
              List.of(TARGET, OTHER_TARGET)),
          health(5, health(SERVICE, TARGET, State.HEALTHY)));

  @Test
  void namesTheRevisionsItWasBuiltFrom() {
    assertThat(build(INPUTS).table().revisions())
        .isEqualTo(new Revisions(new Revision(1, 3), new Revision(1, 4), new Revision(1, 5)));
  }

  @ParameterizedTest
  @CsvSource({
    "/, Forward",
    "/admin, Fixed",
    "/admin?a=//b, Fixed",
    "/ADMIN, Forward",
    "/img//a.png, Forward",
    "/a%2Fb, Forward",
    "/admin/%C3%A9, Fixed",
    "/admin/x/../y, Fixed",
    "//admin, Ambiguous",
    "/x/../admin, Ambiguous",
    "/x/%2e%2e/admin, Ambiguous",
    "/%61dmin, Ambiguous",
    "/admin;a=b, Ambiguous",
    "/x%2f..%2fadmin, Ambiguous",
    "/%2561dmin, Ambiguous",
    "/x%c0%af..%c0%afadmin, Ambiguous",
    "/admin%00.png, Ambiguous",
    "/admin/../x, Ambiguous",
  })
  void noSpellingOfAPathGetsAroundARule(String requestTarget, String decision) {
    ListenerTable listener = build(INPUTS).table().listeners().get(LISTENER);

    assertThat(listener.route("any.test", requestTarget, null).getClass().getSimpleName())
        .isEqualTo(decision);
  }

  @Test
  void aRuleWithAnEncodedPathTakesThatSpelling() {
    TableInputs inputs =
        INPUTS.with(
            listeners(
                4,
                List.of(listener(LISTENER, 8_080, RULE_GROUP, forward(SERVICE))),
                List.of(prefix(1, "/caf%C3%A9", fixed(200)))));

    ListenerTable listener = build(inputs).table().listeners().get(LISTENER);

    assertThat(listener.route(null, "/caf%C3%A9/menu", null)).isInstanceOf(Decision.Fixed.class);
    assertThat(listener.route(null, "/caf%c3%a9", null)).isEqualTo(Decision.AMBIGUOUS);
    assertThat(listener.route(null, "/", null)).isInstanceOf(Decision.Forward.class);
  }

  @Test
  void referencesThatDangleGiveNoRuleAndNoService() {
    TableInputs inputs =
        TableInputs.EMPTY.with(
            listeners(
                1,
                List.of(
                    listener(LISTENER, 80, new UUID(99, 99), null),
                    listener(new UUID(11, 1), 81, null, forward(SERVICE))),
                List.of()));

    RoutingTable table = build(inputs).table();

    assertThat(table.listeners().get(LISTENER).route("a", "/", null)).isEqualTo(Decision.NOT_FOUND);
    assertThat(table.listeners().get(new UUID(11, 1)).route("a", "/", null))
        .isInstanceOf(Decision.Forward.class);
    assertThat(table.services()).isEmpty();
  }

  @Test
  void aServiceWithoutItsGroupHasNoTarget() {
    TableInputs inputs =
        TableInputs.EMPTY.with(
            registry(
                1,
                List.of(backendService(SERVICE, null), backendService(OTHER_SERVICE, OTHER_GROUP)),
                List.of(TARGET)));

    assertThat(build(inputs).table().services().values())
        .hasSize(2)
        .allSatisfy(service -> assertThat(service.endpoints()).isEmpty());
  }

  @Test
  void choicesOfWeightZeroAreLeftOutOfAForward() {
    Action none = new Action.Forward(List.of(new Action.WeightedService(SERVICE, 0)), null);
    TableInputs inputs =
        TableInputs.EMPTY.with(
            listeners(1, List.of(listener(LISTENER, 80, null, none)), List.of()));

    assertThat(build(inputs).table().listeners().get(LISTENER).route("a", "/", null))
        .isEqualTo(new Decision.Forward(List.of()));
  }

  @Test
  void aTargetWithoutPortUsesThatOfEachService() {
    Target target =
        new Target(TARGET.id(), GROUP, "db.test", null, 7, "a", null, Samples.SINCE, false);
    TableInputs inputs =
        TableInputs.EMPTY.with(
            registry(1, List.of(backendService(SERVICE, GROUP)), List.of(target)));

    assertThat(build(inputs).table().services().get(SERVICE).endpoints())
        .containsExactly(
            new Endpoint(TARGET.id(), "db.test", 8_000, 7, "a", true, State.INITIAL, false, true));
  }

  @Test
  void everyTargetCountsAsHealthyWhereNoneIsProbed() {
    HealthCheck off =
        new HealthCheck(false, Protocol.HTTP, 0, null, "/", "GET", "200", null, 5, null, 3, 3, 3);
    TableInputs inputs =
        TableInputs.EMPTY
            .with(
                registry(
                    1,
                    List.of(Samples.backendService(SERVICE, GROUP, off)),
                    List.of(TARGET, target(GROUP, 3))))
            .with(health(1, health(SERVICE, TARGET, State.UNHEALTHY)));

    ServiceTable service = build(inputs).table().services().get(SERVICE);

    assertThat(service.rotation()).hasSize(2).isEqualTo(service.endpoints());
    assertThat(service.failOpen()).isFalse();
  }

  @Test
  void whatDidNotChangeIsTheSameObjectInTheNextTable() {
    TableBuild first = build(INPUTS);
    Target heavier =
        new Target(TARGET.id(), GROUP, "127.0.0.1", 9_001, 20, null, null, null, false);

    TableBuild second =
        first.next(
            INPUTS.with(
                INPUTS
                    .registry()
                    .apply(
                        new RegistryDelta(
                            new Revision(1, 4),
                            new Revision(1, 5),
                            false,
                            List.of(),
                            List.of(),
                            List.of(heavier),
                            List.of()))));

    assertThat(second.table().listeners().get(LISTENER))
        .isSameAs(first.table().listeners().get(LISTENER));
    assertThat(second.table().services().get(OTHER_SERVICE))
        .isSameAs(first.table().services().get(OTHER_SERVICE));
    assertThat(second.table().services().get(SERVICE).endpoints().getFirst().weight())
        .isEqualTo(20);
  }

  @Test
  void theSameStateReadAgainInFullChangesNoPart() {
    TableBuild first = build(INPUTS);

    TableBuild second =
        first.next(
            new TableInputs(
                listeners(
                    9,
                    List.of(listener(LISTENER, 8_080, RULE_GROUP, forward(SERVICE))),
                    List.of(prefix(1, "/admin", fixed(403)), prefix(2, "/x", forward(SERVICE)))),
                registry(
                    9,
                    List.of(
                        backendService(SERVICE, GROUP), backendService(OTHER_SERVICE, OTHER_GROUP)),
                    List.of(target(GROUP, 1), target(OTHER_GROUP, 2))),
                health(9, health(SERVICE, TARGET, State.HEALTHY))));

    assertThat(second.table().listeners().get(LISTENER))
        .isSameAs(first.table().listeners().get(LISTENER));
    assertThat(second.table().services().get(SERVICE))
        .isSameAs(first.table().services().get(SERVICE));
  }

  @Test
  void changedRulesHealthAndRemovedTargetsAreSeen() {
    TableBuild first = build(INPUTS);

    TableBuild second =
        first.next(
            new TableInputs(
                listeners(
                    9,
                    List.of(listener(LISTENER, 8_080, RULE_GROUP, forward(SERVICE))),
                    List.of(prefix(1, "/admin", fixed(404)))),
                registry(
                    9,
                    List.of(
                        backendService(SERVICE, GROUP), backendService(OTHER_SERVICE, OTHER_GROUP)),
                    List.of(TARGET)),
                HealthState.EMPTY));

    ListenerTable listener = second.table().listeners().get(LISTENER);
    assertThat(listener.route("a", "/admin", null))
        .isEqualTo(new Decision.Fixed((Action.FixedResponse) fixed(404)));
    assertThat(second.table().services().get(OTHER_SERVICE).endpoints()).isEmpty();
    assertThat(second.table().services().get(SERVICE).failOpen()).isTrue();
  }

  @Test
  void theResultDoesNotDependOnTheWayThere() {
    TableBuild stepwise = TableBuild.empty("a");
    for (int i = 1; i <= 30; i++) {
      int count = i;
      List<Target> targets =
          IntStream.range(0, 50)
              .filter(n -> n % count != 1)
              .mapToObj(n -> target(n % 3 == 0 ? GROUP : OTHER_GROUP, n))
              .toList();
      TableInputs inputs = INPUTS.with(registry(i, List.copyOf(services().values()), targets));
      stepwise = stepwise.next(inputs);

      assertThat(stepwise.table().services()).isEqualTo(build(inputs).table().services());
    }
  }

  private static Map<UUID, BackendService> services() {
    return INPUTS.registry().backendServices();
  }

  private static TableBuild build(TableInputs inputs) {
    return TableBuild.empty("a").next(inputs);
  }

  private static Rule prefix(int number, String path, Action action) {
    return rule(number, null, new PathMatch(PathType.PREFIX, path), action);
  }
}
