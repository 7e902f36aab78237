package io.sluice.chassis.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/** A text that was read. */
public final class TextField extends Field<String> {
  private boolean wrong;
  private String allowed = "";

  TextField(Fields in, String name, JsonNode node) {
    super(in, name, node == null || !node.isTextual() ? null : node.textValue(), node, "");
    if (node != null && !node.isTextual()) {
      note("a text");
    }
  }

  /** The least and the largest number of characters; no control characters. */
  public TextField length(int min, int max) {
    allowed = min + "-" + max + " characters";
    if (ok()) {
      int characters = value.codePointCount(0, value.length());
      if (characters < min || characters > max || value.codePoints().anyMatch(TextField::unfit)) {
        note(allowed + ", no control characters");
      }
    }
    return this;
  }

  /** A further condition, with the words for it. */
  public TextField matching(Predicate<String> condition, String words) {
    allowed = words;
    if (ok() && !condition.test(value)) {
      note(words);
    }
    return this;
  }

  @Override
  protected String allowed() {
    return allowed;
  }

  private boolean ok() {
    return value != null && !wrong;
  }

  private void note(String words) {
    wrong = true;
    in.wrong(name, raw, words);
  }

  /** PostgreSQL stores no NUL, and no half of a surrogate pair. */
  private static boolean unfit(int c) {
    return (Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r')
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
