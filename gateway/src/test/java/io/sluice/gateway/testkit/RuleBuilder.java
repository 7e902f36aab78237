package io.sluice.gateway.testkit;

import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.Condition;
import io.sluice.contracts.model.Modifications;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Rule.PathMatch;
import io.sluice.contracts.model.Rule.PathType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A rule of a test: everything that is not said is open. */
public final class RuleBuilder {
  private final String name;
  private final List<Condition> conditions = new ArrayList<>();
  private String host;
  private PathMatch path;
  private Action action;
  private Modifications modifications;

  private RuleBuilder(String name) {
    this.name = name;
    this.action = new Action.FixedResponse(200, "text/plain", name);
  }

  /** A rule that answers with its name. */
  public static RuleBuilder rule(String name) {
    return new RuleBuilder(name);
  }

  /** Its host. */
  public RuleBuilder host(String newHost) {
    host = newHost;
    return this;
  }

  /** Its path. */
  public RuleBuilder path(PathType type, String value) {
    path = new PathMatch(type, value);
    return this;
  }

  /** A condition with a name. */
  public RuleBuilder when(Condition.Type type, String of, Condition.Match match, String... values) {
    conditions.add(new Condition(type, of, match, List.of(values), false));
    return this;
  }

  /** A condition without a name. */
  public RuleBuilder when(Condition.Type type, String... values) {
    return when(type, null, Condition.Match.EQUAL, values);
  }

  /** Inverts the last condition. */
  public RuleBuilder not() {
    Condition last = conditions.removeLast();
    conditions.add(new Condition(last.type(), last.name(), last.match(), last.values(), true));
    return this;
  }

  /** Its action. */
  public RuleBuilder does(Action newAction) {
    action = newAction;
    return this;
  }

  /** What it changes on the way. */
  public RuleBuilder changes(Modifications changes) {
    modifications = changes;
    return this;
  }

  /** The rule. */
  public Rule build() {
    return new Rule(
        UUID.randomUUID(),
        new UUID(6, 6),
        name,
        "",
        null,
        host,
        path,
        action,
        conditions,
        modifications);
  }
}
