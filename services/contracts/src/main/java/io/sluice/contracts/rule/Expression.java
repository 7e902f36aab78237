package io.sluice.contracts.rule;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression in the syntax of RE2, so without backtracking: matching takes time in
 * proportion to the length of the text and to the size of the expression, whatever a client sends.
 * Immutable, and safe for use by many threads.
 */
public final class Expression {
  /** The most characters of an expression. */
  public static final int MAX_LENGTH = 1024;

  /**
   * The most instructions that an expression may compile to; 8 KiB of the worst text take about 10
   * ms then.
   */
  public static final int MAX_SIZE = 300;

  private static final int MAX_GROUPS = 100;

  /** What an expression looks like, for a person. */
  public static final String ALLOWED =
      "a regular expression in the syntax of RE2 (without back references and look-around), of at"
          + " most "
          + MAX_LENGTH
          + " characters and "
          + MAX_SIZE
          + " instructions";

  private final Pattern pattern;

  private Expression(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Compiles an expression.
   *
   * @throws InvalidExpressionException when it is none, or larger than {@link #MAX_LENGTH} and
   *     {@link #MAX_SIZE} allow
   */
  public static Expression compile(String text) throws InvalidExpressionException {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new InvalidExpressionException("it must have 1-" + MAX_LENGTH + " characters");
    }
    if (text.contains("\\Q")) {
      throw new InvalidExpressionException("\\Q is not supported: put \\ before each character");
    }
    // Nesting costs stack, here and in the compiler.
    long groups = text.chars().filter(c -> c == '(').count();
    if (groups > MAX_GROUPS || ExpressionSize.of(text) > 2 * MAX_SIZE) {
      throw tooLarge();
    }
    Pattern compiled;
    try {
      compiled = Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new InvalidExpressionException(e.getDescription() + ": " + e.getPattern());
    }
    if (compiled.programSize() > MAX_SIZE) {
      throw tooLarge();
    }
    return new Expression(compiled);
  }

  private static InvalidExpressionException tooLarge() {
    return new InvalidExpressionException(
        "it is too large: it compiles to more than " + MAX_SIZE + " instructions");
  }

  /** Whether the expression matches the whole of a text. */
  public boolean matches(CharSequence text) {
    return pattern.matcher(text).matches();
  }

  /** The groups that a replacement can name. */
  public int groups() {
    return pattern.groupCount();
  }

  /**
   * Replaces each match.
   *
   * @param mostCharacters the longest result
   * @return null when the result is longer
   */
  public String replace(String text, Replacement replacement, int mostCharacters) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder result = new StringBuilder(text.length() + 16);
    int from = 0;
    while (matcher.find()) {
      result.append(text, from, matcher.start());
      from = matcher.end();
      replacement.append(matcher, result);
      if (result.length() > mostCharacters) {
        return null;
      }
    }
    result.append(text, from, text.length());
    return result.length() > mostCharacters ? null : result.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Expression that && pattern.equals(that.pattern);
  }

  @Override
  public int hashCode() {
    return pattern.hashCode();
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }
}
