package io.sluice.gateway.table;

import io.sluice.chassis.sync.HealthState;
import io.sluice.chassis.sync.RegistryState;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Rule.PathMatch;
import io.sluice.contracts.model.Rule.PathType;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.model.TargetHealth;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.contracts.sync.HealthDelta;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.balancing.LoopBalancers;
import io.sluice.gateway.resilience.GatewayStates;
import io.sluice.gateway.sync.LastKnownGood;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Measures the building of tables and the choice of rule and target, and prints the medians. Its
 * argument is the folder for the last-known-good copy.
 */
public final class TableMeasurement {
  private static final int GROUPS = 10;
  private static final int TARGETS = 10_000;
  private static final int ROUNDS = 41;
  private static final int CALLS = 200_000;

  private static int sink;

  private TableMeasurement() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    for (int rules : new int[] {10, 100, 1_000}) {
      ListenerTable listener = table(rules).table().listeners().get(Samples.LISTENER);
      out.printf(
          "rules %5d: build %8.3f ms, route %6.0f ns, route with an encoded path %6.0f ns%n",
          rules,
          median(i -> table(rules)) / 1e6,
          median(i -> route(listener, rules, "/a/b%d/c")) / CALLS,
          median(i -> route(listener, rules, "/a/b%d/%%C3")) / CALLS);
    }
    targets(out);
    for (Algorithm algorithm : Algorithm.values()) {
      for (int endpoints : new int[] {1, 2, 10, 100, 1_000}) {
        choices(out, algorithm, endpoints);
      }
    }
    Path folder = Path.of(arguments[0]);
    LastKnownGood file = new LastKnownGood(folder);
    LastKnownGood.Copy copy = new LastKnownGood.Copy(Instant.EPOCH, inputs());
    out.printf("copy of %d targets: save %.1f ms", TARGETS, median(i -> save(file, copy)) / 1e6);
    out.printf(
        ", load %.1f ms, %d KiB%n",
        median(i -> sink += file.load().orElseThrow().inputs().hashCode() & 1) / 1e6,
        Files.size(folder.resolve("last-known-good")) / 1_024);
    out.printf("(%d)%n", sink);
  }

  private static void targets(PrintStream out) {
    TableInputs inputs = inputs();
    TableBuild build = TableBuild.empty("a").next(inputs);
    out.printf(
        "targets %d in %d groups: build from nothing %.2f ms%n",
        TARGETS, GROUPS, median(i -> TableBuild.empty("a").next(inputs)) / 1e6);
    TableInputs[] changed =
        IntStream.range(0, ROUNDS)
            .mapToObj(i -> inputs.with(oneTargetChanged(inputs.registry(), i)))
            .toArray(TableInputs[]::new);
    out.printf(
        "  one target changed: merge into the state %.2f ms, build %.2f ms%n",
        median(i -> oneTargetChanged(inputs.registry(), i)) / 1e6,
        median(i -> build.next(changed[i])) / 1e6);
    TableInputs[] flipped =
        IntStream.range(0, ROUNDS)
            .mapToObj(i -> inputs.with(oneHealthChanged(inputs.health(), i)))
            .toArray(TableInputs[]::new);
    out.printf("  one health changed: build %.2f ms%n", median(i -> build.next(flipped[i])) / 1e6);
    LoopBalancers loop =
        new LoopBalancers("gateway-1", 0, 2, new Random(1), GatewayStates.unobserved());
    RoutingTable[] tables = new RoutingTable[ROUNDS];
    TableBuild at = build;
    for (int i = 0; i < ROUNDS; i++) {
      at = at.next(inputs.with(oneTargetChanged(inputs.registry(), i)));
      tables[i] = at.table();
    }
    loop.apply(build.table(), 0);
    out.printf(
        "  one target changed: apply on an event loop %.3f ms%n",
        median(i -> loop.apply(tables[i], i)) / 1e6);
  }

  private static TableBuild table(int count) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rules.add(
          Samples.rule(
              i,
              i % 3 == 0 ? "*.h%d.test".formatted(i / 10) : "w.h%d.test".formatted(i / 10),
              new PathMatch(i % 2 == 0 ? PathType.PREFIX : PathType.EXACT, "/a/b" + i),
              Samples.forward(Samples.SERVICE)));
    }
    return TableBuild.empty("a")
        .next(
            TableInputs.EMPTY.with(
                Samples.listeners(
                    1,
                    List.of(
                        Samples.listener(
                            Samples.LISTENER,
                            80,
                            Samples.RULE_GROUP,
                            Samples.forward(Samples.SERVICE))),
                    rules)));
  }

  private static void route(ListenerTable listener, int rules, String path) {
    String[] hosts = new String[64];
    String[] paths = new String[64];
    for (int i = 0; i < hosts.length; i++) {
      int rule = i * rules / hosts.length;
      hosts[i] = "w.h%d.test".formatted(rule / 10);
      paths[i] = path.formatted(rule);
    }
    for (int i = 0; i < CALLS; i++) {
      sink += listener.route(hosts[i & 63], paths[i & 63], null) == Decision.AMBIGUOUS ? 1 : 0;
    }
  }

  private static void choices(PrintStream out, Algorithm algorithm, int targets) {
    Endpoint[] endpoints =
        IntStream.range(0, targets)
            .mapToObj(i -> Samples.endpoint(i, 1 + i % 10, false, State.HEALTHY))
            .toArray(Endpoint[]::new);
    ServiceTable service = Samples.service(algorithm, endpoints);
    LoopBalancers loop =
        new LoopBalancers("gateway-1", 0, 1, new SplittableRandom(1), GatewayStates.unobserved());
    loop.apply(new RoutingTable(Revisions.NONE, Map.of(), Map.of(Samples.SERVICE, service)), 0);
    Balancer balancer =
        loop.choose(
            Zoning.ANY, new Decision.Forward(List.of(new Decision.Share(Samples.SERVICE, 1))));
    for (int i = 0; i < targets; i++) {
      balancer.choose(i, 0, List.of()).answered(5_000_000, 0);
    }
    out.printf(
        "targets %5d by %-27s: choose %6.0f ns, build %7.3f ms%n",
        targets,
        algorithm.name().toLowerCase(Locale.ROOT),
        median(i -> choose(balancer)) / CALLS,
        median(i -> sink += Samples.service(algorithm, endpoints).rotation().size()) / 1e6);
  }

  private static void choose(Balancer balancer) {
    long key = 1;
    for (int i = 0; i < CALLS; i++) {
      key += 0x9e3779b97f4a7c15L;
      sink += balancer.choose(key, i, List.of()).active();
    }
  }

  private static void save(LastKnownGood file, LastKnownGood.Copy copy) {
    try {
      file.save(copy);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TableInputs inputs() {
    List<BackendService> services = new ArrayList<>();
    List<Target> targets = new ArrayList<>();
    List<TargetHealth> health = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      services.add(Samples.backendService(new UUID(13, i), new UUID(14, i)));
    }
    for (int i = 0; i < TARGETS; i++) {
      Target target = Samples.target(new UUID(14, i % GROUPS), i);
      targets.add(target);
      health.add(Samples.health(new UUID(13, i % GROUPS), target, State.HEALTHY));
    }
    return new TableInputs(
        Samples.listeners(1, List.of(), List.of()),
        Samples.registry(1, services, targets),
        Samples.health(1, health.toArray(TargetHealth[]::new)));
  }

  private static RegistryState oneTargetChanged(RegistryState state, int number) {
    Target target = Samples.target(new UUID(14, number % GROUPS), number);
    Target heavier =
        new Target(
            target.id(),
            target.groupId(),
            target.address(),
            target.port(),
            99,
            null,
            null,
            null,
            false);
    return state.apply(
        new RegistryDelta(
            state.revision(),
            new Revision(1, number + 2),
            false,
            List.of(),
            List.of(),
            List.of(heavier),
            List.of()));
  }

  private static HealthState oneHealthChanged(HealthState state, int number) {
    Target target = Samples.target(new UUID(14, number % GROUPS), number);
    return state.apply(
        new HealthDelta(
            state.revision(),
            new Revision(1, number + 2),
            false,
            List.of(Samples.health(new UUID(13, number % GROUPS), target, State.UNHEALTHY)),
            List.of()));
  }

  /** Median time of a call in ns, after as many calls to warm up. */
  private static double median(IntConsumer call) {
    long[] times = new long[ROUNDS];
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < ROUNDS; i++) {
        long start = System.nanoTime();
        call.accept(i);
        times[i] = System.nanoTime() - start;
      }
    }
    Arrays.sort(times);
    return times[ROUNDS / 2];
  }
}
