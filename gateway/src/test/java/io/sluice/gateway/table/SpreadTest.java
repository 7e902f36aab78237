package io.sluice.gateway.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.chassis.sync.ListenersState;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.LoadBalancer;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.contracts.sync.Revision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadTest {
  private static final Zoning PREFERRED = new Zoning(Zoning.Own.PREFERRED, Set.of());

  @ParameterizedTest
  @CsvSource({"true,false,ALIKE", "true,true,PREFERRED", "false,false,ONLY", "false,true,ONLY"})
  void aLoadBalancersSettingsSayWhichZonesAreUsed(
      boolean crossZone, boolean zonePreferred, Zoning.Own own) {
    LoadBalancer loadBalancer =
        new LoadBalancer(
            new UUID(1, 1), "lb", "", "internal", null, List.of(), crossZone, false, zonePreferred);

    assertThat(Zoning.of(loadBalancer)).isEqualTo(new Zoning(own, Set.of()));
    assertThat(Zoning.of(null)).isEqualTo(Zoning.ANY);
  }

  /**
   * Small letters are targets of the gateway's zone, capitals of others: h is healthy, x is not, b
   * is a healthy backup, y one that is not.
   */
  @ParameterizedTest
  @CsvSource({
    "ALIKE, 'h H', 0 1",
    "ONLY, 'h H', 0",
    "ONLY, 'x H', 0",
    "ONLY, 'H H', ''",
    "ONLY, 'x h H', 1",
    "PREFERRED, 'h h H', 0 1",
    "PREFERRED, 'x x H', 2",
    "PREFERRED, 'H H', 0 1",
    "PREFERRED, 'x X x', 0 1 2",
    "PREFERRED, 'h h h h h x x H', 0 1 2 3 4",
    "PREFERRED, 'h h h x x H', 0 1 2 5",
    "ALIKE, 'h b', 0",
    "ALIKE, 'x b', 1",
    "ALIKE, 'x y', 0",
    "ALIKE, 'y y', 0 1",
    "ALIKE, 'X B b', 1 2",
    "ONLY, 'x b H', 1",
    "PREFERRED, 'x b H', 2",
    "PREFERRED, 'x b X B', 1",
    "PREFERRED, 'x y b X B', 2 4",
  })
  void usesHealthyTargetsBeforeBackupsAndTheGatewaysZoneAsItIsAsked(
      Zoning.Own own, String targets, String used) {
    Spread spread = Spread.of(endpoints(targets), new Zoning(own, Set.of()), 0, false, null);

    assertThat(indexes(spread)).isEqualTo(used);
  }

  @ParameterizedTest
  @CsvSource({
    "50, 'h x', 0",
    "51, 'h x', 0 1",
    "100, 'h x x', 0 1 2",
    "100, 'h h', 0 1",
    "67, 'h h x b', 0 1 2",
    "67, 'h h h x b', 0 1 2",
    "100, 'x x b', 2",
    "100, 'x x b y', 2 3",
  })
  void usesAllWhenASmallerShareThanGivenIsHealthy(int percent, String targets, String used) {
    Spread spread = Spread.of(endpoints(targets), Zoning.ANY, percent, false, null);

    assertThat(indexes(spread)).isEqualTo(used);
  }

  @ParameterizedTest
  @CsvSource({
    // Healthy of 10 in the zone, what the zone gets of 100.
    "10, 100",
    "8, 100",
    "7, 98",
    "5, 70",
    "3, 42",
    "1, 14",
    "0, 0",
  })
  void otherZonesGetWhatThePreferredOneLacksInProportion(int healthy, double share) {
    List<Endpoint> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(endpoint(i, 10, i < healthy ? State.HEALTHY : State.UNHEALTHY, false, true));
    }
    all.add(endpoint(10, 30, State.HEALTHY, false, false));
    all.add(endpoint(11, 10, State.HEALTHY, false, false));

    Spread spread = Spread.of(all, PREFERRED, 0, false, null);

    double total = spread.weights().stream().mapToInt(Integer::intValue).sum();
    double own = 0;
    for (int i = 0; i < spread.endpoints().size(); i++) {
      own += spread.endpoints().get(i).local() ? spread.weights().get(i) : 0;
    }
    assertThat(100 * own / total).isCloseTo(share, within(0.01));
    if (share < 100) {
      int size = spread.weights().size();
      assertThat((double) spread.weights().get(size - 2) / spread.weights().get(size - 1))
          .isCloseTo(3, within(0.001));
    }
  }

  @Test
  void targetsThatNameNoZoneAreInEveryZone() {
    TableBuild build =
        TableBuild.empty("a")
            .next(
                TableInputs.EMPTY.with(
                    Samples.registry(
                        1,
                        List.of(Samples.backendService(Samples.SERVICE, Samples.GROUP)),
                        List.of(
                            target(1, null, false), target(2, "a", false), target(3, "b", true)))));

    assertThat(build.table().services().get(Samples.SERVICE).endpoints())
        .extracting(Endpoint::local)
        .containsExactly(true, true, false);
    assertThat(build.table().services().get(Samples.SERVICE).endpoints())
        .extracting(Endpoint::backup)
        .containsExactly(false, false, true);
  }

  @ParameterizedTest
  @CsvSource({
    "'', true, 1 2 3",
    "a, true, 1 2",
    "a b, true, 1 2 3",
    "b, false, ''",
  })
  void gatewaysAndTargetsOfZonesThatALoadBalancerHasNotAreNoneOfIts(
      String zones, boolean served, String used) {
    LoadBalancer loadBalancer =
        new LoadBalancer(
            Samples.LOAD_BALANCER,
            "lb",
            "",
            "internal",
            null,
            zones.isEmpty() ? List.of() : List.of(zones.split(" ")),
            true,
            false,
            false);
    Listener listener =
        Samples.listener(Samples.LISTENER, 80, null, Samples.forward(Samples.SERVICE));
    TableInputs inputs =
        TableInputs.EMPTY
            .with(
                ListenersState.EMPTY.apply(
                    new ListenersDelta(
                        Revision.NONE,
                        new Revision(1, 1),
                        true,
                        List.of(loadBalancer),
                        List.of(listener),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of())))
            .with(
                Samples.registry(
                    1,
                    List.of(Samples.backendService(Samples.SERVICE, Samples.GROUP)),
                    List.of(target(1, null, false), target(2, "a", false), target(3, "b", false))));

    RoutingTable table = TableBuild.empty("a").next(inputs).table();

    assertThat(table.listeners().containsKey(Samples.LISTENER)).isEqualTo(served);
    assertThat(table.elsewhere().contains(Samples.LISTENER)).isNotEqualTo(served);
    if (served) {
      assertThat(
              table
                  .services()
                  .get(Samples.SERVICE)
                  .spread(table.listeners().get(Samples.LISTENER).zoning())
                  .endpoints())
          .extracting(endpoint -> String.valueOf(endpoint.port() - 9_000))
          .containsExactly(used.split(" "));
    }
  }

  private static Target target(int number, String zone, boolean backup) {
    return new Target(
        new UUID(15, number),
        Samples.GROUP,
        "127.0.0.1",
        9_000 + number,
        10,
        zone,
        null,
        null,
        backup);
  }

  private static List<Endpoint> endpoints(String targets) {
    List<String> letters = Arrays.asList(targets.split(" "));
    return IntStream.range(0, letters.size())
        .mapToObj(i -> {
          String letter = letters.get(i);
          String kind = letter.toLowerCase(Locale.ROOT);
          boolean backup = kind.equals("b") || kind.equals("y");
          State health = kind.equals("h") || kind.equals("b") ? State.HEALTHY : State.UNHEALTHY;
          return endpoint(i, 10, health, backup, letter.equals(kind));
        })
        .toList();
  }

  private static Endpoint endpoint(
      int number, int weight, State health, boolean backup, boolean local) {
    return new Endpoint(
        new UUID(0, number),
        "127.0.0.1",
        9_000 + number,
        weight,
        local ? "a" : "b",
        false,
        health,
        backup,
        local);
  }

  private static String indexes(Spread spread) {
    return String.join(
        " ",
        spread.endpoints().stream()
            .map(endpoint -> Long.toString(endpoint.targetId().getLeastSignificantBits()))
            .toList());
  }
}
