package io.sluice.contracts.rule;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What takes the place of a match of an {@link Expression}: text with {@code $0}-{@code $9} for
 * what a group of the expression matched ({@code $0}: all of it) and {@code $$} for a dollar.
 */
public final class Replacement {
  /** Pieces of text and numbers of groups, in order. */
  private final List<Object> parts;

  private Replacement(List<Object> parts) {
    this.parts = parts;
  }

  /** The replacement of a text; empty when it names a group that the expression has not. */
  public static Optional<Replacement> of(String text, Expression expression) {
    List<Object> parts = new ArrayList<>();
    int from = 0;
    for (int dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', from)) {
      parts.add(text.substring(from, dollar));
      char next = dollar + 1 < text.length() ? text.charAt(dollar + 1) : 0;
      if (next == '$') {
        parts.add("$");
      } else if (next >= '0' && next <= '9' && next - '0' <= expression.groups()) {
        parts.add(next - '0');
      } else {
        return Optional.empty();
      }
      from = dollar + 2;
    }
    parts.add(text.substring(from));
    return Optional.of(new Replacement(List.copyOf(parts)));
  }

  void append(Matcher matcher, StringBuilder to) {
    for (Object part : parts) {
      Object text = part instanceof Integer group ? matcher.group(group) : part;
      if (text != null) {
        to.append(text);
      }
    }
  }
}
