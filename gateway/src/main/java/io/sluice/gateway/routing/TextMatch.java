package io.sluice.gateway.routing;

import io.sluice.contracts.model.Condition;
import io.sluice.contracts.rule.Expression;
import io.sluice.contracts.rule.InvalidExpressionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A comparison of one text with the values of a condition. */
@FunctionalInterface
interface TextMatch {
  /** Whether one of the values matches. */
  boolean test(String text);

  /** The comparison that a condition describes. */
  static TextMatch of(Condition.Match match, List<String> values)
      throws InvalidExpressionException {
    return switch (match) {
      case null -> throw new InvalidExpressionException("no kind of match");
      case EQUAL -> Set.copyOf(values)::contains;
      case PREFIX -> text -> startsWithOne(text, values);
      case REGEX -> expressions(values);
      case PRESENT -> text -> true;
    };
  }

  private static boolean startsWithOne(String text, List<String> values) {
    for (String value : values) {
      if (text.startsWith(value)) {
        return true;
      }
    }
    return false;
  }

  private static TextMatch expressions(List<String> values) throws InvalidExpressionException {
    List<Expression> expressions = new ArrayList<>();
    for (String value : values) {
      expressions.add(Expression.compile(value));
    }
    return text -> {
      for (Expression expression : expressions) {
        if (expression.matches(text)) {
          return true;
        }
      }
      return false;
    };
  }
}
