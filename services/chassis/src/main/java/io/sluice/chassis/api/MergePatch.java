package io.sluice.chassis.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON merge patch, RFC 7396. */
public final class MergePatch {
  private MergePatch() {}

  /**
   * The target with the patch merged in: null removes a member, so that it takes its default again;
   * an object is merged; all else, lists too, replaces. Neither argument is changed.
   */
  public static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    ObjectNode result = target.deepCopy();
    for (var entry : patch.properties()) {
      JsonNode value = entry.getValue();
      if (value.isNull()) {
        result.remove(entry.getKey());
      } else if (value instanceof ObjectNode inner) {
        ObjectNode base =
            result.get(entry.getKey()) instanceof ObjectNode present
                ? present
                : StrictJson.object();
        result.set(entry.getKey(), apply(base, inner));
      } else {
        result.set(entry.getKey(), value.deepCopy());
      }
    }
    return result;
  }
}
