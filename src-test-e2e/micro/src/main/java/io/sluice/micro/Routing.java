package io.sluice.micro;

import io.sluice.gateway.routing.Route;
import io.sluice.gateway.routing.Route.PathKind;
import io.sluice.gateway.routing.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A rule chosen by host and path; hosts and paths of requests change all the time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Routing {
  /** How many rules there are. */
  @Param({"10", "100", "1000"})
  public int rules;

  private static final int REQUESTS = 64;
  private static final int RULES_A_HOST = 10;

  private final String[] hosts = new String[REQUESTS];
  private final String[] paths = new String[REQUESTS];
  private Router<Integer> router;
  private int next;

  /** Makes rules: a third by host suffix, half of them by path prefix. */
  @Setup
  public void rules() {
    List<Route<Integer>> routes = new ArrayList<>();
    for (int i = 0; i < rules; i++) {
      routes.add(
          new Route<>(
              null,
              (i % 3 == 0 ? "*.h%d.test" : "w.h%d.test").formatted(i / RULES_A_HOST),
              i % 2 == 0 ? PathKind.PREFIX : PathKind.EXACT,
              "/a/b" + i,
              Integer.toString(i),
              i));
    }
    router = new Router<>(routes);
    for (int i = 0; i < REQUESTS; i++) {
      int rule = i * rules / REQUESTS;
      hosts[i] = "w.h%d.test".formatted(rule / RULES_A_HOST);
      paths[i] = "/a/b%d/c".formatted(rule);
    }
  }

  /** Chooses one. */
  @Benchmark
  public Object route() {
    int i = next++ % REQUESTS;
    return router.route(hosts[i], paths[i], paths[i].length(), null);
  }
}
