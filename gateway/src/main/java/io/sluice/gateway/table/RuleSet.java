package io.sluice.gateway.table;

import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.Modifications;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Rule.PathMatch;
import io.sluice.contracts.model.Rule.PathType;
import io.sluice.contracts.rule.Expression;
import io.sluice.contracts.rule.InvalidExpressionException;
import io.sluice.gateway.modification.Changes;
import io.sluice.gateway.routing.Conditions;
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
public record RuleSet(Router<Decision> router, Router<Decision> lenientRouter) {
  /** No rules. */
  static final RuleSet EMPTY = of(List.of());

  /** The rules of a group in any order; those that are not understood are left out. */
  public static RuleSet of(List<Rule> rules) {
    List<Route<Decision>> strict = new ArrayList<>(rules.size());
    List<Route<Decision>> lenient = new ArrayList<>(rules.size());
    for (Rule rule : rules) {
      try {
        Route<Decision> route = route(rule);
        strict.add(route);
        lenient.add(lenient(route));
      } catch (InvalidExpressionException e) {
        // A newer owner's rule: without what is not understood it would take what it must not.
        continue;
      }
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
                    && rule.modifications().equals(Modifications.NONE)
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
                  .toList(),
              forward.stickySeconds() == null ? 0 : forward.stickySeconds());
      case Action.Redirect redirect -> new Decision.Redirect(redirect);
      case Action.FixedResponse response -> new Decision.Fixed(response);
    };
  }

  private static Route<Decision> route(Rule rule) throws InvalidExpressionException {
    PathMatch path = rule.path();
    boolean expression = path != null && path.type() == PathType.REGEX;
    Decision decision = decision(rule.action());
    Changes changes = Changes.of(rule);
    return new Route<>(
        rule.priority(),
        rule.host(),
        kind(path),
        path == null || expression ? null : path.value(),
        expression ? Expression.compile(path.value()) : null,
        Conditions.of(rule.conditions()),
        rule.name() + '/' + rule.id(),
        changes == null ? decision : new Decision.Modified(decision, changes));
  }

  private static PathKind kind(PathMatch path) throws InvalidExpressionException {
    if (path == null) {
      return PathKind.ANY;
    }
    return switch (path.type()) {
      case null -> throw new InvalidExpressionException("no type");
      case EXACT -> PathKind.EXACT;
      case PREFIX -> PathKind.PREFIX;
      case REGEX -> PathKind.EXPRESSION;
    };
  }

  private static Route<Decision> lenient(Route<Decision> route) {
    return new Route<>(
        route.priority(),
        route.host(),
        route.pathKind(),
        lenientReading(route.path()),
        route.expression(),
        route.conditions(),
        route.order(),
        route.result());
  }

  private static String lenientReading(String path) {
    if (path == null || RequestPath.hasOneReading(path, path.length())) {
      return path;
    }
    return RequestPath.lenientReading(path, path.length());
  }
}
