package io.sluice.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Condition;
import io.sluice.contracts.rule.Expression;
import io.sluice.contracts.rule.InvalidExpressionException;
import io.sluice.gateway.routing.Route.PathKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
  private static final List<Route<String>> SHOP =
      List.of(
          rule(null, "www.shop.test", PathKind.EXACT, "/cart"),
          rule(null, "www.shop.test", PathKind.PREFIX, "/cart"),
          rule(null, "www.shop.test", PathKind.PREFIX, "/cart/items"),
          rule(null, "*.shop.test", PathKind.ANY, null),
          rule(null, "*.eu.shop.test", PathKind.PREFIX, "/v1"),
          rule(null, "www.*", PathKind.ANY, null),
          rule(null, "www.shop.*", PathKind.PREFIX, "/old"),
          rule(null, null, PathKind.PREFIX, "/any"),
          rule(null, null, PathKind.EXACT, "/any/exact"));

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "www.shop.test, /cart, www.shop.test EXACT /cart",
        "www.shop.test, /cart/, www.shop.test PREFIX /cart",
        "www.shop.test, /cart/x, www.shop.test PREFIX /cart",
        "www.shop.test, /cart/items, www.shop.test PREFIX /cart/items",
        "www.shop.test, /cart/items/7, www.shop.test PREFIX /cart/items",
        "www.shop.test, /cart/itemsX, www.shop.test PREFIX /cart",
        "www.shop.test, /Cart, *.shop.test ANY null",
        "www.shop.test, /cartX, *.shop.test ANY null",
        "a.eu.shop.test, /v1/x, *.eu.shop.test PREFIX /v1",
        "a.eu.shop.test, /v2, *.shop.test ANY null",
        "b.a.eu.shop.test, /v1, *.eu.shop.test PREFIX /v1",
        "shop.test, /any, null PREFIX /any",
        "www.shop.net, /old/x, www.shop.* PREFIX /old",
        "www.shop.net, /new, www.* ANY null",
        "www.shop.co.uk, /old, www.shop.* PREFIX /old",
        "other.test, /any/exact, null EXACT /any/exact",
        "other.test, /any/exact/x, null PREFIX /any",
        "other.test, /, -",
        "-, /any/x, null PREFIX /any",
        "-, /, -",
      })
  void takesTheMostSpecificHostAndThenTheMostSpecificPath(String host, String path, String rule) {
    assertThat(onHost(new Router<>(SHOP), host, path)).isEqualTo(rule);
  }

  @Test
  void anExplicitPriorityGoesBeforeEverySpecificity() {
    List<Route<String>> rules = new ArrayList<>(SHOP);
    rules.add(rule(20, null, PathKind.PREFIX, "/cart"));
    rules.add(rule(10, "*.test", PathKind.PREFIX, "/cart/items"));
    Router<String> router = new Router<>(rules);

    assertThat(onHost(router, "www.shop.test", "/cart")).isEqualTo("null PREFIX /cart");
    assertThat(onHost(router, "www.shop.test", "/cart/items/1"))
        .isEqualTo("*.test PREFIX /cart/items");
    assertThat(onHost(router, "www.shop.net", "/old")).isEqualTo("www.shop.* PREFIX /old");
  }

  @Test
  void thePrefixSlashTakesEveryPath() {
    Router<String> router = new Router<>(List.of(rule(null, null, PathKind.PREFIX, "/")));

    assertThat(onHost(router, "x", "/")).isNotNull();
    assertThat(onHost(router, "x", "/a/b")).isNotNull();
  }

  @Test
  void thePathEndsBeforeTheQuery() {
    Router<String> router = new Router<>(List.of(rule(null, null, PathKind.EXACT, "/a")));
    String target = "/a?b=/c";

    assertThat(router.route("x", target, RequestPath.end(target), null)).isNotNull();
  }

  @Test
  void expressionsComeBehindPrefixesAndBeforeAnyPath() {
    Router<String> router =
        new Router<>(
            List.of(
                expression(null, "/users/[0-9]+", "id"),
                expression(null, "/users/[0-9]+/.*", "below"),
                rule(null, null, PathKind.PREFIX, "/users/7"),
                rule(null, null, PathKind.ANY, null)));

    assertThat(onHost(router, "x", "/users/12")).isEqualTo("id");
    assertThat(onHost(router, "x", "/users/12/a")).isEqualTo("below");
    assertThat(onHost(router, "x", "/users/7")).isEqualTo("null PREFIX /users/7");
    assertThat(onHost(router, "x", "/users/12x")).isEqualTo("null ANY null");
  }

  @Test
  void aRuleWhoseConditionsDoNotHoldIsAsIfItWasNotThere() {
    Router<String> router =
        new Router<>(
            List.of(
                conditional("/a/b", "deep", Set.of("v2")),
                conditional("/a", "post", Set.of("POST")),
                conditional("/a", "post v2", Set.of("POST", "v2")),
                rule(null, null, PathKind.PREFIX, "/a")));

    assertThat(router.conditional()).isTrue();
    assertThat(route(router, "/a/b", "v2", "POST")).isEqualTo("deep");
    assertThat(route(router, "/a/b", "POST")).isEqualTo("post");
    assertThat(route(router, "/a/c", "POST", "v2")).isEqualTo("post v2");
    assertThat(route(router, "/a/b")).isEqualTo("null PREFIX /a");
  }

  @Test
  void agreesWithAPlainReadingOfThePrecedenceOnRandomRules() {
    Random random = new Random(20_260_701);
    for (int round = 0; round < 400; round++) {
      List<Route<String>> rules = randomRules(random);
      Router<String> router = new Router<>(rules);
      for (int i = 0; i < 50; i++) {
        String host = random.nextInt(10) == 0 ? null : randomHost(random);
        String path = randomPath(random);
        RequestView request = new FakeRequest(subset(random));
        assertThat(router.route(host, path, path.length(), request))
            .as("host %s path %s of %s with %s", host, path, rules, request)
            .isEqualTo(plain(rules, host, path, request));
      }
    }
  }

  private static String plain(
      List<Route<String>> rules, String host, String path, RequestView request) {
    return rules.stream()
        .filter(rule -> hostMatches(rule.host(), host) && pathMatches(rule, path))
        .filter(rule -> rule.conditions().hold(request))
        .min(
            Comparator.<Route<String>>comparingInt(
                    r -> r.priority() == null ? Integer.MAX_VALUE : r.priority())
                .thenComparingInt(r -> r.priority() != null ? 0 : hostRank(r.host()))
                .thenComparingInt(r -> r.priority() != null ? 0 : pathRank(r))
                .thenComparing(r -> String.valueOf(r.expression()))
                .thenComparingInt(r -> -r.conditions().count())
                .thenComparing(Route::order))
        .map(Route::result)
        .orElse(null);
  }

  private static int hostRank(String host) {
    if (host == null) {
      return 3_000;
    }
    return host.startsWith("*")
        ? 1_000 - host.length()
        : host.endsWith("*") ? 2_000 - host.length() : 0;
  }

  private static int pathRank(Route<String> rule) {
    return switch (rule.pathKind()) {
      case EXACT -> 0;
      case PREFIX -> 1_000 - rule.path().length();
      case EXPRESSION -> 3_000 - rule.expression().toString().length();
      case ANY -> 4_000;
    };
  }

  private static boolean hostMatches(String pattern, String host) {
    if (pattern == null) {
      return true;
    }
    if (host == null) {
      return false;
    }
    if (pattern.startsWith("*")) {
      String end = pattern.substring(1);
      return host.length() > end.length() && host.endsWith(end);
    }
    if (pattern.endsWith("*")) {
      String start = pattern.substring(0, pattern.length() - 1);
      return host.length() > start.length() && host.startsWith(start);
    }
    return pattern.equals(host);
  }

  private static boolean pathMatches(Route<String> rule, String path) {
    return switch (rule.pathKind()) {
      case ANY -> true;
      case EXACT -> rule.path().equals(path);
      case PREFIX -> path.equals(rule.path()) || path.startsWith(rule.path() + "/");
      case EXPRESSION -> path.matches(rule.expression().toString());
    };
  }

  private static List<Route<String>> randomRules(Random random) {
    List<Route<String>> rules = new ArrayList<>();
    int count = random.nextInt(30);
    for (int i = 0; i < count; i++) {
      String host =
          switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> "*." + randomHost(random);
            case 2 -> randomHost(random) + ".*";
            default -> randomHost(random);
          };
      PathKind kind = PathKind.values()[random.nextInt(4)];
      boolean indexed = kind == PathKind.EXACT || kind == PathKind.PREFIX;
      String path = indexed ? randomPath(random) : null;
      String expression = kind == PathKind.EXPRESSION ? randomPath(random) + ".*" : null;
      Integer priority = random.nextInt(5) == 0 ? i + 1 : null;
      String order = "%03d".formatted(random.nextInt(1_000));
      Conditions conditions =
          random.nextBoolean() ? Conditions.NONE : conditions(subset(random), random.nextBoolean());
      rules.add(
          new Route<>(
              priority,
              host,
              kind,
              path,
              compiled(expression),
              conditions,
              order + i,
              order + i + host + kind + path + expression + conditions.count()));
    }
    return rules;
  }

  private static Set<String> subset(Random random) {
    return Stream.of("POST", "v2", "beta")
        .filter(word -> random.nextBoolean())
        .collect(Collectors.toSet());
  }

  /** That each of the words is there as a header, or that one of them is not. */
  private static Conditions conditions(Set<String> words, boolean inverted) {
    try {
      return Conditions.of(
          words.stream()
              .map(word ->
                  new Condition(
                      Condition.Type.HEADER, word, Condition.Match.PRESENT, List.of(), inverted))
              .toList());
    } catch (InvalidExpressionException e) {
      throw new AssertionError(e);
    }
  }

  private static Expression compiled(String expression) {
    try {
      return expression == null ? null : Expression.compile(expression);
    } catch (InvalidExpressionException e) {
      throw new AssertionError(e);
    }
  }

  /** A request with empty fields of some names. */
  private record FakeRequest(Set<String> words) implements RequestView {
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public List<String> headers(String name) {
      return words.contains(name) ? List.of("") : List.of();
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
      return new byte[4];
    }
  }

  private static Route<String> expression(Integer priority, String expression, String name) {
    return new Route<>(
        priority,
        null,
        PathKind.EXPRESSION,
        null,
        compiled(expression),
        Conditions.NONE,
        name,
        name);
  }

  private static Route<String> conditional(String prefix, String name, Set<String> words) {
    return new Route<>(
        null, null, PathKind.PREFIX, prefix, null, conditions(words, false), name, name);
  }

  private static String route(Router<String> router, String path, String... words) {
    return router.route("x", path, path.length(), new FakeRequest(Set.of(words)));
  }

  private static String randomHost(Random random) {
    return join(random, ".", 1 + random.nextInt(3));
  }

  private static String randomPath(Random random) {
    return "/" + join(random, "/", 1 + random.nextInt(3));
  }

  private static String join(Random random, String between, int count) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(List.of("a", "b", "ab").get(random.nextInt(3)));
    }
    return String.join(between, parts);
  }

  private static Route<String> rule(Integer priority, String host, PathKind kind, String path) {
    String text = host + " " + kind + " " + path;
    return new Route<>(priority, host, kind, path, text, text);
  }

  private static String onHost(Router<String> router, String host, String path) {
    return router.route(host, path, path.length(), null);
  }
}
