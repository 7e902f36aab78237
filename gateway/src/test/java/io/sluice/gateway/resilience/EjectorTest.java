package io.sluice.gateway.resilience;

import static io.sluice.gateway.table.Samples.SERVICE;
import static io.sluice.gateway.table.Samples.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Ejection;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.table.Revisions;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.Samples;
import io.sluice.gateway.table.ServiceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EjectorTest {
  private static final Ejection THREE = new Ejection(3, 10, 50);

  private final List<String> decisions = new ArrayList<>();
  private long now = 1_000;
  private RoutingTable configured = RoutingTable.EMPTY;
  private final Ejector ejector =
      new Ejector(
          () -> now,
          new ResilienceObserver() {
            @Override
            public void serviceMet(ServiceState service) {}

            @Override
            public void ejectionDecided(UUID serviceId, UUID targetId, boolean ejected) {
              decisions.add(targetId.getLeastSignificantBits() + (ejected ? " ejected" : " kept"));
            }

            @Override
            public void ejectedChanged(Map<UUID, Set<UUID>> ejectedByService) {}
          });

  @Test
  void gatewayErrorsInARowEjectATargetAndNotThoseBetweenSuccesses() {
    configure(THREE, 4);
    fail(0, 2);
    state(0).succeeded();
    fail(0, 2);
    assertThat(rotation()).containsExactly(0, 1, 2, 3);

    fail(0, 1);

    assertThat(rotation()).containsExactly(1, 2, 3);
    assertThat(decisions).containsExactly("0 ejected");
  }

  @Test
  void whatEventLoopsSawIsCountedTogether() {
    configure(THREE, 4);
    TargetState ofOneLoop = state(0);
    TargetState ofAnother = state(0);
    ofOneLoop.failed(3);
    ofAnother.failed(3);
    ofOneLoop.failed(3);

    assertThat(rotation()).containsExactly(1, 2, 3);
  }

  @Test
  void anEjectionEndsAfterItsTimeAndTheCountBeginsAnew() {
    configure(THREE, 4);
    fail(0, 3);
    assertThat(rotation()).containsExactly(1, 2, 3);
    pass(9_999);
    assertThat(rotation()).containsExactly(1, 2, 3);
    pass(1);
    assertThat(rotation()).containsExactly(0, 1, 2, 3);

    fail(0, 2);
    assertThat(rotation()).containsExactly(0, 1, 2, 3);
    fail(0, 1);
    assertThat(rotation()).containsExactly(1, 2, 3);
  }

  @Test
  void repetitionsDoubleTheTimeUpToTenTimes() {
    configure(THREE, 4);
    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      seconds.add(secondsEjected());
    }

    assertThat(seconds).containsExactly(10L, 20L, 40L, 80L, 100L, 100L, 100L);
  }

  @Test
  void repetitionsAreForgottenOneByOneWhileTheTargetBehaves() {
    configure(THREE, 4);
    assertThat(secondsEjected()).isEqualTo(10);
    assertThat(secondsEjected()).isEqualTo(20);
    assertThat(secondsEjected()).isEqualTo(40);
    pass(20_000);
    assertThat(secondsEjected()).as("two of three are forgotten").isEqualTo(20);
    pass(1_000_000);
    assertThat(secondsEjected()).as("all are").isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 50, 0",
    "1, 100, 0",
    "2, 50, 1",
    "2, 10, 1",
    "2, 100, 2",
    "3, 50, 1",
    "4, 50, 2",
    "10, 33, 3"
  })
  void neverMoreThanTheShareButOneUnlessItIsTheOnlyOne(int targets, int percent, int ejected) {
    configure(new Ejection(1, 10, percent), targets);
    for (int target = 0; target < targets; target++) {
      fail(target, 1);
    }

    assertThat(ejector.apply(configured)).isNotNull();
    assertThat(ejector.ejected().getOrDefault(SERVICE, Set.of())).hasSize(ejected);
  }

  @Test
  void oneThatWasKeptIsEjectedByALaterFailureOnceThereIsRoom() {
    configure(new Ejection(1, 10, 50), 3);
    fail(0, 1);
    now += TimeUnit.SECONDS.toNanos(5);
    fail(1, 1);
    assertThat(rotation()).containsExactly(1, 2);
    pass(5_000);
    assertThat(rotation()).containsExactly(0, 1, 2);
    fail(1, 1);

    assertThat(rotation()).containsExactly(0, 2);
    assertThat(decisions).containsExactly("0 ejected", "1 kept", "1 ejected");
  }

  @Test
  void manyFailuresAreReportedOnce() {
    configure(THREE, 4);
    fail(0, 1_000);
    rotation();
    fail(0, 1_000);
    rotation();

    assertThat(decisions).containsExactly("0 ejected");
  }

  @Test
  void ejectionThatIsTurnedOffIsOverAtOnce() {
    configure(THREE, 4);
    fail(0, 3);
    assertThat(rotation()).containsExactly(1, 2, 3);

    configure(new Ejection(0, 10, 50), 4);

    assertThat(rotation()).containsExactly(0, 1, 2, 3);
    assertThat(ejector.apply(configured)).isSameAs(configured);
  }

  @Test
  void aTargetThatLeavesIsForgotten() {
    configure(THREE, 4);
    fail(3, 3);
    assertThat(rotation()).containsExactly(0, 1, 2);
    configure(THREE, 3);
    rotation();
    configure(THREE, 4);

    assertThat(rotation()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void whenAllAreEjectedOrUnhealthyAllAreUsed() {
    configured =
        table(
            Samples.service(
                new Ejection(1, 10, 50),
                0,
                endpoint(0, 10, false, State.HEALTHY),
                endpoint(1, 10, false, State.UNHEALTHY)));
    fail(0, 1);

    assertThat(rotation()).containsExactly(0, 1);
  }

  @Test
  void anUnchangedEjectionKeepsTheTableOfItsService() {
    configure(THREE, 4);
    fail(0, 3);
    rotation();
    RoutingTable first = ejector.apply(configured);

    assertThat(ejector.apply(configured).services().get(SERVICE))
        .isSameAs(first.services().get(SERVICE));
  }

  private long secondsEjected() {
    fail(0, 3);
    assertThat(rotation()).doesNotContain(0);
    long from = now;
    while (!rotation().contains(0)) {
      pass(1_000);
    }
    return TimeUnit.NANOSECONDS.toSeconds(now - from);
  }

  private void configure(Ejection ejection, int targets) {
    configured =
        table(
            Samples.service(
                ejection,
                0,
                IntStream.range(0, targets)
                    .mapToObj(i -> endpoint(i, 10, false, State.HEALTHY))
                    .toArray(Endpoint[]::new)));
  }

  private static RoutingTable table(ServiceTable service) {
    return new RoutingTable(Revisions.NONE, Map.of(), Map.of(SERVICE, service));
  }

  private TargetState state(int target) {
    return ejector.states().target(SERVICE, new UUID(0, target));
  }

  private void fail(int target, int times) {
    for (int i = 0; i < times; i++) {
      state(target)
          .failed(configured.services().get(SERVICE).service().ejection().consecutiveFailures());
    }
    ejector.tick(configured);
  }

  private void pass(int millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private List<Integer> rotation() {
    ejector.tick(configured);
    RoutingTable table = ejector.apply(configured);
    ejector.applied(table);
    return table.services().get(SERVICE).rotation().stream()
        .map(target -> (int) target.targetId().getLeastSignificantBits())
        .toList();
  }
}
