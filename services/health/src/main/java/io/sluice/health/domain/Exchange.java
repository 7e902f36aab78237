package io.sluice.health.domain;

import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.TargetHealth.Reason;
import java.util.Optional;

/**
 * The course of one probe: what happens on the connection goes in, a verdict comes out. The first
 * verdict counts; events after it are ignored by the caller. Not thread-safe.
 */
public final class Exchange {
  private enum Phase {
    CONNECT,
    REQUEST,
    ANSWER
  }

  private final Pair pair;
  private final HealthCheck check;
  private final ExpectedCodes codes;
  private final HttpAnswer answer;
  private Phase phase = Phase.CONNECT;
  private boolean codeSeen;

  /**
   * Starts an exchange.
   *
   * @throws IllegalArgumentException when the check's expected codes are not a list of codes
   */
  public Exchange(Pair pair) {
    this.pair = pair;
    this.check = pair.check();
    this.codes = pair.http() ? ExpectedCodes.parse(check.expectedCodes()) : null;
    this.answer =
        pair.http()
            ? new HttpAnswer(check.method().equals("HEAD"), check.expectedBody() != null)
            : null;
  }

  /** The connection is open: a TCP probe has passed, an HTTP probe sends its request. */
  public Optional<Verdict> connected() {
    if (!pair.http()) {
      return Optional.of(Verdict.passed("Connected."));
    }
    phase = Phase.REQUEST;
    return Optional.empty();
  }

  /** The connection could not be opened. */
  public Verdict connectFailed(Reason reason, String detail) {
    return Verdict.failed(reason, detail);
  }

  /** The request is on its way. */
  public void sent() {
    phase = Phase.ANSWER;
  }

  /** The request could not be written. */
  public Verdict sendFailed(String detail) {
    return Verdict.failed(Reason.REQUEST_FAILED, "The request could not be sent: " + detail);
  }

  /** Bytes of the answer; they may come before the request is written to its end. */
  public Optional<Verdict> received(byte[] data) {
    phase = Phase.ANSWER;
    try {
      answer.feed(data);
    } catch (MalformedAnswer e) {
      return Optional.of(Verdict.failed(Reason.RESPONSE_FORMAT_ERROR, e.getMessage()));
    }
    if (answer.status() != 0 && !codeSeen) {
      codeSeen = true;
      if (!codes.contains(answer.status())) {
        return Optional.of(
            Verdict.failed(
                Reason.HTTP_CODE_MISMATCH,
                "Status " + answer.status() + "; expected " + check.expectedCodes() + "."));
      }
    }
    return answer.done() ? Optional.of(judgeWhole()) : Optional.empty();
  }

  /** The target has closed the connection. */
  public Verdict closed() {
    if (answer != null && answer.end()) {
      return judgeWhole();
    }
    return Verdict.failed(
        Reason.RECEIVE_RESPONSE_FAILED, "The connection was closed before the whole answer.");
  }

  /** The connection broke. */
  public Verdict broken(String detail) {
    return phase == Phase.REQUEST
        ? sendFailed(detail)
        : Verdict.failed(
            Reason.RECEIVE_RESPONSE_FAILED,
            "The connection broke before the whole answer: " + detail);
  }

  /** The check's timeout is over. */
  public Verdict deadline() {
    String after = " within " + check.timeoutSeconds() + " s.";
    return switch (phase) {
      case CONNECT -> Verdict.failed(Reason.CONNECT_TIMEOUT, "No connection" + after);
      case REQUEST -> Verdict.failed(Reason.REQUEST_TIMEOUT, "The request was not sent" + after);
      case ANSWER -> Verdict.failed(Reason.RECEIVE_RESPONSE_TIMEOUT, "No whole answer" + after);
    };
  }

  private Verdict judgeWhole() {
    if (check.expectedBody() != null && !answer.bodyContains(check.expectedBody())) {
      return Verdict.failed(
          Reason.RESPONSE_FORMAT_ERROR, "The answer does not contain the expected text.");
    }
    return Verdict.passed("Status " + answer.status() + ".");
  }
}
