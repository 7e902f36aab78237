package io.sluice.gateway.routing;

import io.sluice.contracts.model.Condition;
import io.sluice.contracts.rule.InvalidExpressionException;
import java.util.ArrayList;
import java.util.List;

/** The conditions of a rule beside host and path, ready to be looked at. Immutable. */
public final class Conditions {
  /** None: they always hold. */
  public static final Conditions NONE = new Conditions(List.of());

  private final List<Check> checks;

  private Conditions(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /** One condition. */
  private interface Check {
    boolean holds(RequestView request);
  }

  /**
   * Makes them ready.
   *
   * @throws InvalidExpressionException when one of them is not understood, so that the rule must
   *     not be used
   */
  public static Conditions of(List<Condition> conditions) throws InvalidExpressionException {
    if (conditions.isEmpty()) {
      return NONE;
    }
    List<Check> checks = new ArrayList<>();
    for (Condition condition : conditions) {
      Check check = check(condition);
      checks.add(condition.inverted() ? request -> !check.holds(request) : check);
    }
    return new Conditions(checks);
  }

  private static Check check(Condition condition) throws InvalidExpressionException {
    String name = condition.name();
    return switch (condition.type()) {
      case null -> throw new InvalidExpressionException("no type");
      case METHOD -> request -> condition.values().contains(request.method());
      case SOURCE -> source(condition.values());
      case HEADER -> {
        TextMatch match = TextMatch.of(condition.match(), condition.values());
        yield request -> any(request.headers(name), match);
      }
      case COOKIE -> {
        TextMatch match = TextMatch.of(condition.match(), condition.values());
        yield request -> any(request.cookies(name), match);
      }
      case QUERY -> {
        TextMatch match = TextMatch.of(condition.match(), condition.values());
        yield request -> any(request.parameters(name), match);
      }
    };
  }

  private static Check source(List<String> cidrs) throws InvalidExpressionException {
    AddressBlocks blocks = new AddressBlocks(cidrs);
    if (blocks.size() < cidrs.size()) {
      throw new InvalidExpressionException("not a CIDR block");
    }
    return request -> blocks.contain(request.source());
  }

  private static boolean any(List<String> texts, TextMatch match) {
    for (int i = 0; i < texts.size(); i++) {
      if (match.test(texts.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** How many there are. */
  int count() {
    return checks.size();
  }

  /** Whether all of them hold. */
  boolean hold(RequestView request) {
    for (int i = 0; i < checks.size(); i++) {
      if (!checks.get(i).holds(request)) {
        return false;
      }
    }
    return true;
  }
}
