package io.sluice.gateway.admission;

import io.sluice.gateway.http.codec.Flaw;
import io.sluice.gateway.observe.Reason;

/**
 * Why a request is not let in. The client's connection is closed after the answer.
 *
 * @param status status of the answer
 * @param reason what metrics and the answer's {@code Sluice-Reason} call it
 * @param detail one sentence for people, without any of the client's bytes
 * @param flaw what of the request can be read in two ways, or null when nothing can
 */
public record Refusal(int status, Reason reason, String detail, Flaw flaw) {
  /** A refusal of what has one reading. */
  public Refusal(int status, Reason reason, String detail) {
    this(status, reason, detail, null);
  }

  /** A head that was not complete in time. */
  public static Refusal headTooSlow(int seconds) {
    return new Refusal(
        408,
        Reason.REQUEST_HEADER_TIMEOUT,
        "The request head was not complete within " + seconds + " s.");
  }

  static Refusal badRequest(Flaw flaw, String detail) {
    return new Refusal(400, Reason.BAD_REQUEST, detail, flaw);
  }

  /** What a limit made of the bytes. */
  public static Refusal malformed(int status, String detail) {
    return malformed(status, null, detail);
  }

  /** What a limit or the grammar of HTTP/1 made of the bytes. */
  public static Refusal malformed(int status, Flaw flaw, String detail) {
    Reason reason =
        switch (status) {
          case 413 -> Reason.REQUEST_BODY_TOO_LARGE;
          case 414 -> Reason.URI_TOO_LONG;
          case 431 -> Reason.REQUEST_HEADER_TOO_LARGE;
          default -> Reason.BAD_REQUEST;
        };
    return new Refusal(status, reason, detail, flaw);
  }
}
