package io.sluice.gateway.admission;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.sluice.gateway.http.codec.Flaw;
import io.sluice.gateway.http.codec.RequestHead;

/** How far an OPTIONS request may go (RFC 9110 section 7.6.2); other methods do not look at it. */
public final class MaxForwards {
  private static final int MAX_DIGITS = 9;

  private MaxForwards() {}

  /** Refuses what is no number; takes one from a number that allows to go on. */
  static Refusal check(RequestHead head) {
    if (!HttpMethod.OPTIONS.equals(head.method())) {
      return null;
    }
    String value = head.maxForwards();
    if (head.maxForwardsFields() > 1 || !number(value)) {
      return Refusal.badRequest(Flaw.BAD_FIELD, "Max-Forwards is not one number.");
    }
    int left = Integer.parseInt(value);
    if (left > 0) {
      head.headers().set(HttpHeaderNames.MAX_FORWARDS, left - 1);
    }
    return null;
  }

  /** Whether a request that was let in is to be answered here. */
  public static boolean endsHere(RequestHead head) {
    return head.maxForwardsFields() == 1
        && HttpMethod.OPTIONS.equals(head.method())
        && Integer.parseInt(head.maxForwards()) == 0;
  }

  private static boolean number(String value) {
    return value.length() <= MAX_DIGITS
        && !value.isEmpty()
        && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
