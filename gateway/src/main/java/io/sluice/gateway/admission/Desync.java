package io.sluice.gateway.admission;

import io.sluice.contracts.model.DesyncMode;
import io.sluice.gateway.http.codec.Flaw;
import io.sluice.gateway.http.codec.RequestHead;

/** What a listener's mode makes of heads that have flaws; severe ones never come so far. */
public final class Desync {
  private Desync() {}

  /**
   * Refuses a head, or brings it into a form with one reading.
   *
   * @return null when the request is let in
   */
  public static Refusal check(RequestHead head, DesyncMode mode) {
    Flaw ambiguous = Flaw.first(head.flaws(), Flaw.Danger.AMBIGUOUS);
    if (ambiguous != null && mode == DesyncMode.STRICT) {
      return Refusal.badRequest(ambiguous, detail(ambiguous));
    }
    head.normalise();
    return null;
  }

  /**
   * Whether neither the client's nor the target's connection may carry another request after one
   * with these flaws. RFC 9112 section 6.1 demands it of one with both framings in every mode.
   */
  public static boolean isolates(int flaws, DesyncMode mode) {
    return flaws != 0
        && (mode == DesyncMode.DEFENSIVE && Flaw.first(flaws, Flaw.Danger.AMBIGUOUS) != null
            || Flaw.LENGTH_AND_CHUNKED.in(flaws));
  }

  /**
   * Whether the target's connection may not carry another request after one with these flaws. A
   * body that a target of GET does not read would be its next request, and the answer to that the
   * next client's; on a connection that ends it is neither.
   */
  public static boolean endsTarget(int flaws, DesyncMode mode) {
    return flaws != 0
        && (isolates(flaws, mode) || mode != DesyncMode.MONITOR && Flaw.BODY_OF_GET.in(flaws));
  }

  private static String detail(Flaw flaw) {
    return switch (flaw) {
      case DUPLICATE_CONTENT_LENGTH -> "The request has Content-Length twice.";
      case LENGTH_AND_CHUNKED -> "The request has both Transfer-Encoding and Content-Length.";
      case LOOKALIKE_FIELD -> "A field's name looks like that of a framing or forwarding field.";
      case FOLDED_FIELD -> "A field's value is continued on another line.";
      default -> "The request can be read in two ways.";
    };
  }
}
