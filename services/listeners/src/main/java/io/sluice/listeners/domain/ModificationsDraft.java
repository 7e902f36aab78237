package io.sluice.listeners.domain;

import io.sluice.contracts.model.Modifications;
import io.sluice.contracts.model.Modifications.HeaderEdit;
import io.sluice.contracts.model.Modifications.HeaderEdit.Operation;
import io.sluice.contracts.model.Modifications.Mirror;
import io.sluice.contracts.rule.HeaderRules;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a rule changes on the way, as its author wrote it; null where nothing was written.
 *
 * @param rewrite another target of the request; only of a forward
 * @param requestHeaders at most 50 edits of the request's fields; only of a forward
 * @param responseHeaders at most 50 edits of the answer's fields
 * @param mirror who gets copies of requests; only of a forward
 */
public record ModificationsDraft(
    RewriteDraft rewrite,
    List<EditDraft> requestHeaders,
    List<EditDraft> responseHeaders,
    MirrorDraft mirror) {
  /** The most edits of a message. */
  public static final int MAX_EDITS = 50;

  /** Share of the requests that are copied. */
  public static final Range PERCENT = new Range(1, 100);

  private static final String NOT_FORWARDED =
      "nothing: only a rule that forwards changes requests or copies them";

  /**
   * An edit of a header field.
   *
   * @param operation what is done; required
   * @param name the field; required
   * @param value required but with {@link Operation#REMOVE}, which has none
   */
  public record EditDraft(Operation operation, String name, String value) {}

  /**
   * Copies of requests.
   *
   * @param backendServiceId who gets them; required
   * @param percent 1-100, 100 by default
   */
  public record MirrorDraft(UUID backendServiceId, Integer percent) {}

  /** The modifications; to be used only when the checks noted nothing. */
  static Modifications validate(ModificationsDraft draft, boolean forwards, Checks checks) {
    if (draft == null) {
      return Modifications.NONE;
    }
    if (!forwards) {
      checks.require(draft.rewrite == null, "modifications.rewrite", null, NOT_FORWARDED);
      checks.require(
          draft.requestHeaders == null || draft.requestHeaders.isEmpty(),
          "modifications.requestHeaders",
          null,
          NOT_FORWARDED);
      checks.require(draft.mirror == null, "modifications.mirror", null, NOT_FORWARDED);
    }
    return new Modifications(
        draft.rewrite == null ? null : draft.rewrite.validate("modifications.rewrite.", checks),
        edits("modifications.requestHeaders", draft.requestHeaders, checks),
        edits("modifications.responseHeaders", draft.responseHeaders, checks),
        mirror(draft.mirror, checks));
  }

  private static List<HeaderEdit> edits(String field, List<EditDraft> drafts, Checks checks) {
    List<HeaderEdit> edits = new ArrayList<>();
    for (int i = 0; drafts != null && i < drafts.size(); i++) {
      EditDraft draft = drafts.get(i);
      String at = field + "[" + i + "].";
      checks.present(at + "operation", draft.operation, "set, add or remove");
      boolean named = checks.present(at + "name", draft.name, HeaderRules.EDITABLE);
      if (named) {
        checks.require(
            HeaderRules.isEditable(draft.name), at + "name", draft.name, HeaderRules.EDITABLE);
      }
      if (draft.operation == Operation.REMOVE) {
        checks.require(draft.value == null, at + "value", draft.value, "nothing: it is removed");
      } else {
        boolean fits = draft.value != null && HeaderRules.isValue(draft.value);
        checks.require(fits, at + "value", draft.value, HeaderRules.VALUE);
      }
      edits.add(new HeaderEdit(draft.operation, draft.name, draft.value));
    }
    return edits;
  }

  private static Mirror mirror(MirrorDraft draft, Checks checks) {
    if (draft == null) {
      return null;
    }
    checks.present(
        "modifications.mirror.backendServiceId",
        draft.backendServiceId,
        "the id of a backend service");
    int percent = checks.range("modifications.mirror.percent", draft.percent, PERCENT, 100);
    return new Mirror(draft.backendServiceId, percent);
  }
}
