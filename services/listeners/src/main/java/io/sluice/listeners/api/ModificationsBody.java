package io.sluice.listeners.api;

import io.sluice.chassis.api.Fields;
import io.sluice.contracts.model.Modifications.HeaderEdit.Operation;
import io.sluice.listeners.domain.ModificationsDraft;
import io.sluice.listeners.domain.ModificationsDraft.EditDraft;
import io.sluice.listeners.domain.ModificationsDraft.MirrorDraft;
import io.sluice.listeners.domain.RewriteDraft;
import java.util.List;

/** Reads what a rule changes. */
final class ModificationsBody {
  private ModificationsBody() {}

  static ModificationsDraft read(Fields in) {
    return new ModificationsDraft(
        in.object("rewrite", ModificationsBody::rewrite).optional(),
        edits(in, "requestHeaders"),
        edits(in, "responseHeaders"),
        in.object("mirror", ModificationsBody::mirror).optional());
  }

  private static RewriteDraft rewrite(Fields in) {
    return new RewriteDraft(
        in.text("host").optional(),
        in.text("path").optional(),
        in.text("pathRegex").optional(),
        in.text("replacement").optional(),
        in.text("query").optional());
  }

  private static List<EditDraft> edits(Fields in, String field) {
    return in.objects(
            field,
            0,
            ModificationsDraft.MAX_EDITS,
            edit ->
                new EditDraft(
                    edit.choice("operation", Operation.class).optional(),
                    edit.text("name").optional(),
                    edit.text("value").optional()))
        .optional();
  }

  private static MirrorDraft mirror(Fields in) {
    return new MirrorDraft(
        in.id("backendServiceId").optional(),
        Bodies.integer(in, "percent", ModificationsDraft.PERCENT));
  }
}
