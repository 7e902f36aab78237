package io.sluice.gateway.table;

import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.Rule;
import io.sluice.gateway.routing.RequestPath;
import io.sluice.gateway.routing.Route;
import io.sluice.gateway.routing.Route.PathKind;
import io.sluice.gateway.routing.Router;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a group, ready to route.
 *
 * @param router over the rules' paths as they are
 * @param lenientRouter over the rules' paths as {@link RequestPath#lenientReading} has them; the
 *     same object when that makes no difference
 */
record RuleSet(Router<Decision> router, Router<Decision> lenientRouter) {
  /** No rules. */
  static final RuleSet EMPTY = of(List.of());

  static RuleSet of(List<Rule> rules) {
    List<Route<Decision>> strict = new ArrayList<>(rules.size());
    List<Route<Decision>> lenient = new ArrayList<>(rules.size());
    for (Rule rule : rules) {
      if (!isUnderstood(rule)) {
        continue; // taken for a rule on host and path alone it would take what it must not
      }
      Decision decision = decision(rule.action());
      String path = rule.path() == null ? null : rule.path().value();
      strict.add(route(rule, path, decision));
      lenient.add(route(rule, lenientReading(path), decision));
    }
    Router<Decision> router = new Router<>(strict);
    return new RuleSet(router, strict.equals(lenient) ? router : new Router<>(lenient));
  }

  /**
   * The rules that can be judged by the name that a client asks for by TLS: a forward, for a host
   * or for any.
   */
  static RuleSet ofNames(List<Rule> rules) {
    return of(
        rules.stream()
            .filter(rule ->
                rule.path() == null
                    && rule.conditions().isEmpty()
                    && rule.action() instanceof Action.Forward)
            .toList());
  }

  /** What an action means for a request. */
  static Decision decision(Action action) {
    return switch (action) {
      case null -> Decision.NOT_FOUND;
      case Action.Forward forward ->
          new Decision.Forward(
              forward.backendServices().stream()
                  .filter(choice -> choice.weight() > 0)
                  .map(choice -> new Decision.Share(choice.backendServiceId(), choice.weight()))
                  .toList());
      case Action.Redirect redirect -> new Decision.Redirect(redirect);
      case Action.FixedResponse response -> new Decision.Fixed(response);
    };
  }

  private static boolean isUnderstood(Rule rule) {
    boolean regex = rule.path() != null && rule.path().type() == Rule.PathType.REGEX;
    return rule.conditions().isEmpty() && !regex;
  }

  private static Route<Decision> route(Rule rule, String path, Decision decision) {
    PathKind kind =
        path == null
            ? PathKind.ANY
            : switch (rule.path().type()) {
              case EXACT -> PathKind.EXACT;
              case PREFIX -> PathKind.PREFIX;
              case REGEX -> throw new IllegalStateException("left out above");
            };
    String order = rule.name() + '/' + rule.id();
    return new Route<>(rule.priority(), rule.host(), kind, path, order, decision);
  }

  private static String lenientReading(String path) {
    if (path == null || RequestPath.hasOneReading(path, path.length())) {
      return path;
    }
    return RequestPath.lenientReading(path, path.length());
  }
}
