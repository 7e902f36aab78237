package io.sluice.deploy.apply;

import io.sluice.deploy.apply.Change.Action;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;

/** A plan as a person reads it. */
final class PlanText {
  /** Objects of one kind that are shown for one action; the rest is counted. */
  private static final int SHOWN = 40;

  private PlanText() {}

  static void print(Plan plan, PrintWriter out) {
    for (Action action : Action.values()) {
      Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
      for (Change change : plan.changes()) {
        if (change.action() == action) {
          int count = counts.merge(change.key().kind(), 1, Integer::sum);
          if (count <= SHOWN) {
            print(change, out);
          }
        }
      }
      counts.forEach((kind, count) -> {
        if (count > SHOWN) {
          out.printf("%-3s … and %d more of kind %s%n", action.sign(), count - SHOWN, kind.text());
        }
      });
    }
    out.println(summary(plan));
    out.flush();
  }

  private static void print(Change change, PrintWriter out) {
    out.printf("%-3s %s%n", change.action().sign(), change.key());
    for (Change.FieldChange field : change.fields()) {
      out.printf("      %s%n", field);
    }
    if (change.action() == Action.REPLACE) {
      out.println("      (deleted and created again: its port is closed for a moment)");
    }
  }

  private static String summary(Plan plan) {
    return plan.isEmpty()
        ? "Nothing to change."
        : "Plan: %d to create, %d to change, %d to replace, %d to delete."
            .formatted(
                plan.count(Action.CREATE),
                plan.count(Action.UPDATE),
                plan.count(Action.REPLACE),
                plan.count(Action.DELETE));
  }
}
