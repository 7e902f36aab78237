package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.modification.Changes;
import io.sluice.gateway.modification.UnfitTargetException;
import io.sluice.gateway.table.Decision;

/** What its rule changes of one request and its answer. */
final class Modification {
  private final Changes changes;
  private final String requestTarget;
  private final Decision decision;

  /**
   * The changes of a request, or null when its rule has none.
   *
   * @param head as the client sent it
   */
  static Modification of(Decision decision, RequestHead head) {
    return decision instanceof Decision.Modified modified ? new Modification(modified, head) : null;
  }

  private Modification(Decision.Modified modified, RequestHead head) {
    changes = modified.changes();
    String target = head.uri();
    Decision next = modified.decision();
    try {
      target = changes.target(target);
    } catch (UnfitTargetException e) {
      next = e.tooLong() ? Decision.TOO_LONG : Decision.AMBIGUOUS;
    }
    requestTarget = target;
    decision = next;
  }

  /** What is done with the request: what the rule says, unless it cannot be rewritten. */
  Decision decision() {
    return decision;
  }

  Changes changes() {
    return changes;
  }

  /** Changes a head that is otherwise ready for the target. */
  void request(RequestHead head) {
    head.setUri(requestTarget);
    changes.applyToRequest(head.headers());
  }

  /** Changes an answer's fields. */
  void answer(HttpHeaders headers) {
    changes.applyToAnswer(headers);
  }
}
