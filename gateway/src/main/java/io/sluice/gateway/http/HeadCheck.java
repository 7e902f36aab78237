package io.sluice.gateway.http;

import io.sluice.contracts.model.Listener;
import io.sluice.gateway.admission.Admission;
import io.sluice.gateway.admission.Desync;
import io.sluice.gateway.admission.Refusal;
import io.sluice.gateway.http.codec.Flaw;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.observe.Reason;

/** Whether a request's head is let in, and in which form. */
final class HeadCheck {
  private HeadCheck() {}

  /** Checks a head and normalises it; null when it is let in. */
  static Refusal check(RequestHead head, LoopListener listener, GatewayLoop loop) {
    Listener settings = listener.table().listener();
    Refusal refusal = Admission.check(head, settings.maxRequestBodyBytes());
    if (refusal == null && head.hasVia() && loop.via().loops(head.headers())) {
      refusal = new Refusal(508, Reason.LOOP, "The request has come by here too often.");
    }
    if (refusal == null && head.flaws() != 0) {
      refusal = Desync.check(head, settings.desyncMode());
      if (refusal == null) {
        Flaw.each(head.flaws(), flaw -> loop.observer().flawed(listener.id(), flaw, true));
      }
    }
    return refusal;
  }
}
