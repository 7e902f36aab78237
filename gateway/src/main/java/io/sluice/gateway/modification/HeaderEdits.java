package io.sluice.gateway.modification;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.sluice.contracts.model.Modifications.HeaderEdit;
import io.sluice.contracts.model.Modifications.HeaderEdit.Operation;
import io.sluice.contracts.rule.HeaderRules;
import io.sluice.contracts.rule.InvalidExpressionException;
import java.util.ArrayList;
import java.util.List;

/** Edits of a message's fields, in order. Immutable. */
final class HeaderEdits {
  private final List<Edit> edits;

  private HeaderEdits(List<Edit> edits) {
    this.edits = List.copyOf(edits);
  }

  /** One edit; without a value when it removes. */
  private record Edit(Operation operation, AsciiString name, AsciiString value) {}

  /**
   * Makes them ready.
   *
   * @throws InvalidExpressionException when one is not understood or touches a field that frames a
   *     message
   */
  static HeaderEdits of(List<HeaderEdit> all) throws InvalidExpressionException {
    List<Edit> edits = new ArrayList<>();
    for (HeaderEdit edit : all) {
      boolean valued = edit.operation() != Operation.REMOVE;
      boolean fits = !valued || edit.value() != null && HeaderRules.isValue(edit.value());
      if (edit.operation() == null || !fits || !HeaderRules.isEditable(edit.name())) {
        throw new InvalidExpressionException("no edit of a header field");
      }
      edits.add(
          new Edit(
              edit.operation(),
              AsciiString.cached(edit.name()),
              valued ? AsciiString.cached(edit.value()) : null));
    }
    return new HeaderEdits(edits);
  }

  void apply(HttpHeaders headers) {
    for (int i = 0; i < edits.size(); i++) {
      Edit edit = edits.get(i);
      switch (edit.operation) {
        case SET -> headers.set(edit.name, edit.value);
        case ADD -> headers.add(edit.name, edit.value);
        case REMOVE -> headers.remove(edit.name);
      }
    }
  }
}
