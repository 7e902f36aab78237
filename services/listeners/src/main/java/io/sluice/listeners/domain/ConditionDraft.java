package io.sluice.listeners.domain;

import io.sluice.contracts.model.Condition;
import io.sluice.contracts.model.Condition.Match;
import io.sluice.contracts.model.Condition.Type;
import io.sluice.contracts.rule.Expression;
import io.sluice.contracts.rule.HeaderRules;
import io.sluice.contracts.rule.InvalidExpressionException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A condition of a rule as its author wrote it; null where nothing was written.
 *
 * @param type what of the request; required
 * @param name the header's, cookie's or query parameter's name; required but for method and source
 * @param match how it is compared; {@link Match#EQUAL} by default; not for method and source
 * @param values 1-20 values, one of which has to match; none with {@link Match#PRESENT}
 * @param inverted whether none may match; false by default
 */
public record ConditionDraft(
    Type type, String name, Match match, List<String> values, Boolean inverted) {
  /** The most conditions of a rule. */
  public static final int MAX_CONDITIONS = 20;

  /** The most values of a condition. */
  public static final int MAX_VALUES = 20;

  /** The most characters of a value. */
  public static final int MAX_VALUE = 1024;

  private static final int MAX_NAME = 128;
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
  private static final Pattern VISIBLE = Pattern.compile("[ -~]+");

  /** The condition; to be used only when the checks noted nothing. */
  Condition validate(String field, Checks checks) {
    if (!checks.present(field + "type", type, "header, query, cookie, method or source")) {
      return null;
    }
    boolean named = type != Type.METHOD && type != Type.SOURCE;
    if (named) {
      checkName(field + "name", checks);
    } else {
      checks.require(name == null, field + "name", name, "nothing: there is but one in a request");
      checks.require(match == null || match == Match.EQUAL, field + "match", match, "equal");
    }
    Match how = match == null ? Match.EQUAL : match;
    List<String> all = values == null ? List.of() : values;
    if (how == Match.PRESENT) {
      checks.require(all.isEmpty(), field + "values", all, "nothing: any value will do");
    } else if (checks.require(!all.isEmpty(), field + "values", null, "required: 1-20 values")) {
      for (int i = 0; i < all.size(); i++) {
        checkValue(field + "values[" + i + "]", all.get(i), how, checks);
      }
    }
    return new Condition(type, name, how, all, Boolean.TRUE.equals(inverted));
  }

  private void checkName(String field, Checks checks) {
    if (!checks.present(field, name, "the name of the header, cookie or query parameter")) {
      return;
    }
    switch (type) {
      case HEADER ->
          checks.require(HeaderRules.isReadable(name), field, name, HeaderRules.READABLE);
      case COOKIE ->
          checks.require(
              TOKEN.matcher(name).matches(),
              field,
              name,
              "the name of a cookie, 1-128 letters, digits, - and the like; case matters");
      default ->
          checks.require(
              !name.isEmpty() && name.length() <= MAX_NAME && isText(name),
              field,
              name,
              "the name of a query parameter as it is decoded, 1-128 characters; case matters");
    }
  }

  private void checkValue(String field, String value, Match how, Checks checks) {
    if (type == Type.METHOD) {
      checks.require(
          TOKEN.matcher(value).matches(), field, value, "a method, as GET; case matters");
    } else if (type == Type.SOURCE) {
      checks.require(CidrBlocks.isBlock(value), field, value, CidrBlocks.ALLOWED);
    } else if (how == Match.REGEX) {
      checkExpression(field, value, checks);
    } else if (type == Type.QUERY) {
      checks.require(isText(value), field, value, "characters that are no control characters");
    } else {
      checks.require(
          VISIBLE.matcher(value).matches(), field, value, "visible ASCII characters and spaces");
    }
  }

  /** Notes why a text is no expression. */
  static Expression checkExpression(String field, String text, Checks checks) {
    try {
      return Expression.compile(text);
    } catch (InvalidExpressionException e) {
      checks.require(false, field, text, Expression.ALLOWED + "; " + e.getMessage());
      return null;
    }
  }

  private static boolean isText(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }
}
