package io.sluice.micro;

import io.sluice.contracts.model.Condition;
import io.sluice.contracts.rule.Expression;
import io.sluice.contracts.rule.InvalidExpressionException;
import io.sluice.gateway.routing.Conditions;
import io.sluice.gateway.routing.RequestView;
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

/** A rule chosen by host, path and more; hosts and paths of requests change all the time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Routing {
  /** How many rules there are. */
  @Param({"10", "100", "1000"})
  public int rules;

  private static final int REQUESTS = 64;
  private static final int RULES_A_HOST = 10;
  private static final RequestView REQUEST = new Request();

  private final String[] hosts = new String[REQUESTS];
  private final String[] paths = new String[REQUESTS];
  private final String[] expressionPaths = new String[REQUESTS];
  private Router<Integer> router;
  private Router<Integer> conditional;
  private Router<Integer> expressions;
  private int next;

  /** A request of version 2 by POST. */
  private static final class Request implements RequestView {
    private static final byte[] SOURCE = {10, 1, 2, 3};

    @Override
    public String method() {
      return "POST";
    }

    @Override
    public List<String> headers(String name) {
      return List.of("2");
    }

    @Override
    public List<String> cookies(String name) {
      return List.of();
    }

    @Override
    public List<String> parameters(String name) {
      return List.of();
    }

    @Override
    public byte[] source() {
      return SOURCE;
    }
  }

  /**
   * Makes rules: a third by host suffix, half of them by path prefix; the same with two conditions
   * each; and as many expressions, ten on each host.
   */
  @Setup
  public void rules() throws InvalidExpressionException {
    List<Route<Integer>> plain = new ArrayList<>();
    List<Route<Integer>> withConditions = new ArrayList<>();
    List<Route<Integer>> byExpression = new ArrayList<>();
    Conditions conditions =
        Conditions.of(
            List.of(
                new Condition(
                    Condition.Type.METHOD, null, Condition.Match.EQUAL, List.of("POST"), false),
                new Condition(
                    Condition.Type.HEADER,
                    "X-Version",
                    Condition.Match.EQUAL,
                    List.of("2", "2.1"),
                    false)));
    for (int i = 0; i < rules; i++) {
      String host = (i % 3 == 0 ? "*.h%d.test" : "w.h%d.test").formatted(i / RULES_A_HOST);
      PathKind kind = i % 2 == 0 ? PathKind.PREFIX : PathKind.EXACT;
      String path = "/a/b" + i;
      String order = Integer.toString(i);
      plain.add(new Route<>(null, host, kind, path, order, i));
      withConditions.add(new Route<>(null, host, kind, path, null, conditions, order, i));
      byExpression.add(
          new Route<>(
              null,
              "w.h%d.test".formatted(i / RULES_A_HOST),
              PathKind.EXPRESSION,
              null,
              Expression.compile("/a/b" + i + "/[0-9]+"),
              Conditions.NONE,
              order,
              i));
    }
    router = new Router<>(plain);
    conditional = new Router<>(withConditions);
    expressions = new Router<>(byExpression);
    for (int i = 0; i < REQUESTS; i++) {
      int rule = i * rules / REQUESTS;
      hosts[i] = "w.h%d.test".formatted(rule / RULES_A_HOST);
      paths[i] = "/a/b%d/c".formatted(rule);
      expressionPaths[i] = "/a/b%d/17".formatted(rule);
    }
  }

  /** By host and path. */
  @Benchmark
  public Object route() {
    int i = next++ % REQUESTS;
    return router.route(hosts[i], paths[i], paths[i].length(), null);
  }

  /** By host, path, method and a header. */
  @Benchmark
  public Object routeWithConditions() {
    int i = next++ % REQUESTS;
    return conditional.route(hosts[i], paths[i], paths[i].length(), REQUEST);
  }

  /** By host and one of ten expressions on it. */
  @Benchmark
  public Object routeByExpression() {
    int i = next++ % REQUESTS;
    String path = expressionPaths[i];
    return expressions.route(hosts[i], path, path.length(), null);
  }
}
