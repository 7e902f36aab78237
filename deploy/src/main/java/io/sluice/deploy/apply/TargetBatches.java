package io.sluice.deploy.apply;

import io.sluice.deploy.UserError;
import io.sluice.deploy.rest.RestException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Targets are written many at a time. */
final class TargetBatches {
  /** The service takes 1000 in a request. */
  private static final int LARGEST = 1000;

  private static final Pattern NUMBER = Pattern.compile("^targets\\[(\\d+)\\]");

  private TargetBatches() {}

  static List<List<Change>> of(List<Change> changes) {
    List<List<Change>> batches = new ArrayList<>();
    for (int from = 0; from < changes.size(); from += LARGEST) {
      batches.add(changes.subList(from, Math.min(changes.size(), from + LARGEST)));
    }
    return batches;
  }

  /** Explains a refusal by the first target that it is about. */
  static UserError refused(List<Change> batch, RestException refusal) {
    for (RestException.FieldError error : refusal.errors()) {
      Matcher number = NUMBER.matcher(error.field());
      if (number.find() && Integer.parseInt(number.group(1)) < batch.size()) {
        Change change = batch.get(Integer.parseInt(number.group(1)));
        return Refusals.explain(
            change.key(),
            change.desired() == null ? null : change.desired().yaml(),
            refusal.withoutPrefix(number.group() + "."));
      }
    }
    return Refusals.explain(batch.getFirst().key().parent(), null, refusal);
  }
}
