package io.sluice.gateway.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.contracts.model.LoadBalancer;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.model.TargetHealth.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadTest {
  @ParameterizedTest
  @CsvSource({"true,false,ANY", "true,true,PREFERRED", "false,false,OWN", "false,true,OWN"})
  void aLoadBalancersSettingsSayWhichZonesAreUsed(
      boolean crossZone, boolean zonePreferred, Zoning zoning) {
    LoadBalancer loadBalancer =
        new LoadBalancer(
            new UUID(1, 1), "lb", "", "internal", null, List.of(), crossZone, false, zonePreferred);

    assertThat(Zoning.of(loadBalancer)).isEqualTo(zoning);
    assertThat(Zoning.of(null)).isEqualTo(Zoning.ANY);
  }

  /**
   * Small letters are targets of the gateway's zone, capitals of others: h is healthy, x is not, b
   * is a healthy backup, y one that is not.
   */
  @ParameterizedTest
  @CsvSource({
    "ANY, 'h H', 0 1",
    "OWN, 'h H', 0",
    "OWN, 'x H', 0",
    "OWN, 'H H', ''",
    "OWN, 'x h H', 1",
    "PREFERRED, 'h h H', 0 1",
    "PREFERRED, 'x x H', 2",
    "PREFERRED, 'H H', 0 1",
    "PREFERRED, 'x X x', 0 1 2",
    "PREFERRED, 'h h h h h x x H', 0 1 2 3 4",
    "PREFERRED, 'h h h x x H', 0 1 2 5",
    "ANY, 'h b', 0",
    "ANY, 'x b', 1",
    "ANY, 'x y', 0",
    "ANY, 'y y', 0 1",
    "ANY, 'X B b', 1 2",
    "OWN, 'x b H', 1",
    "PREFERRED, 'x b H', 2",
    "PREFERRED, 'x b X B', 1",
    "PREFERRED, 'x y b X B', 2 4",
  })
  void usesHealthyTargetsBeforeBackupsAndTheGatewaysZoneAsItIsAsked(
      Zoning zoning, String targets, String used) {
    Spread spread = Spread.of(endpoints(targets), zoning, 0, false, null);

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

    Spread spread = Spread.of(all, Zoning.PREFERRED, 0, false, null);

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
