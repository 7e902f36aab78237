package io.sluice.gateway.admission;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import io.sluice.gateway.http.codec.BodyKind;
import io.sluice.gateway.http.codec.Flaw;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.observe.Reason;

/** Checks a request's head before anything is done with it. */
public final class Admission {
  private static final AsciiString HOST = AsciiString.cached("Host");
  private static final AsciiString EXPECT = AsciiString.cached("Expect");
  private static final String CONTINUE = "100-continue";

  private Admission() {}

  /**
   * Checks a head and brings it into the form that targets get: the request target in origin form
   * (RFC 9112 section 3.2.1), the Host field from an absolute form.
   *
   * @param maxBodyBytes largest body, or 0 for no limit
   * @return null when the request is let in
   */
  public static Refusal check(RequestHead head, long maxBodyBytes) {
    Refusal refusal = checkMethod(head);
    if (refusal == null) {
      refusal = checkTargetAndHost(head);
    }
    if (refusal == null && head.expectation() != null) {
      refusal = checkExpectation(head);
    }
    if (refusal == null && head.maxForwardsFields() > 0) {
      refusal = MaxForwards.check(head);
    }
    if (refusal == null && maxBodyBytes > 0 && head.contentLength() > maxBodyBytes) {
      refusal =
          new Refusal(
              413,
              Reason.REQUEST_BODY_TOO_LARGE,
              "The request body is above the limit of " + maxBodyBytes + " bytes.");
    }
    return refusal;
  }

  /**
   * CONNECT asks for a forward proxy; TRACE would echo credentials that a browser hides. Methods
   * are case-sensitive, but not for each target.
   */
  private static Refusal checkMethod(RequestHead head) {
    HttpMethod method = head.method();
    if (method == HttpMethod.GET) {
      return null;
    }
    String name = method.name();
    if (name.equalsIgnoreCase("CONNECT") || name.equalsIgnoreCase("TRACE")) {
      return new Refusal(405, Reason.BAD_REQUEST, "This method is not served here.");
    }
    if (name.equalsIgnoreCase("HEAD") && !HttpMethod.HEAD.equals(method)) {
      // A target that takes it for HEAD would send no body where one is waited for.
      return Refusal.badRequest(Flaw.BAD_REQUEST_LINE, "The method HEAD is not in upper case.");
    }
    return null;
  }

  private static Refusal checkTargetAndHost(RequestHead head) {
    String target = head.uri();
    if (head.hosts() > 1) {
      return Refusal.badRequest(Flaw.BAD_HOST, "The request has more than one Host field.");
    }
    if (target.charAt(0) != '/') {
      return target.equals("*") ? checkAsterisk(head) : checkAbsolute(head, target);
    }
    return checkHost(head);
  }

  private static Refusal checkAsterisk(RequestHead head) {
    if (!HttpMethod.OPTIONS.equals(head.method())) {
      return Refusal.badRequest(Flaw.BAD_TARGET, "The request target * is for OPTIONS alone.");
    }
    return checkHost(head);
  }

  private static Refusal checkAbsolute(RequestHead head, String target) {
    Refusal refusal = checkHost(head);
    if (refusal != null) {
      return refusal;
    }
    int authorityStart;
    if (target.regionMatches(true, 0, "http://", 0, 7)) {
      authorityStart = 7;
    } else if (target.regionMatches(true, 0, "https://", 0, 8)) {
      authorityStart = 8;
    } else {
      return Refusal.badRequest(Flaw.BAD_TARGET, "The request target has no known form.");
    }
    int authorityEnd = authorityStart;
    while (authorityEnd < target.length()
        && target.charAt(authorityEnd) != '/'
        && target.charAt(authorityEnd) != '?') {
      authorityEnd++;
    }
    String authority = target.substring(authorityStart, authorityEnd);
    if (!Authority.valid(authority)) {
      return Refusal.badRequest(Flaw.BAD_TARGET, "The request target's authority is not valid.");
    }
    if (head.host() != null && !authority.equalsIgnoreCase(head.host())) {
      head.addFlaw(Flaw.TARGET_BEATS_HOST);
    }
    // The target beats the Host field (RFC 9112 section 3.2.2).
    head.headers().set(HOST, authority);
    String path = target.substring(authorityEnd);
    if (path.isEmpty() && HttpMethod.OPTIONS.equals(head.method())) {
      head.setUri("*");
    } else {
      head.setUri(path.startsWith("/") ? path : "/" + path);
    }
    return null;
  }

  private static Refusal checkHost(RequestHead head) {
    if (head.hosts() == 0) {
      return head.http11()
          ? Refusal.badRequest(Flaw.BAD_HOST, "The request has no Host field.")
          : null;
    }
    return Authority.valid(head.host())
        ? null
        : Refusal.badRequest(Flaw.BAD_HOST, "The Host field is not a valid host.");
  }

  private static Refusal checkExpectation(RequestHead head) {
    if (head.expectations() > 1) {
      return Refusal.badRequest(Flaw.BAD_FIELD, "The request has more than one Expect field.");
    }
    if (!CONTINUE.equalsIgnoreCase(head.expectation())) {
      return new Refusal(417, Reason.BAD_REQUEST, "The only expectation known is 100-continue.");
    }
    if (head.bodyKind() == BodyKind.NONE) {
      // Nothing will follow the 100, which some targets wait to see (RFC 9110 section 10.1.1).
      head.headers().remove(EXPECT);
    } else {
      head.headers().set(EXPECT, CONTINUE);
    }
    return null;
  }
}
