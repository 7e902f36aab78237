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
    HANDSHAKE,
    REQUEST,
    ANSWER
  }

  private final Pair pair;
  private final HealthCheck check;
  private final Answer answer;
  private Phase phase = Phase.CONNECT;

  /**
   * Starts an exchange over HTTP, or one that only connects.
   *
   * @throws IllegalArgumentException when the check's expected codes are not a list of codes
   */
  public Exchange(Pair pair) {
    this(pair, pair.http() ? new HttpVerdict(pair.check()) : null);
  }

  /**
   * Starts an exchange.
   *
   * @param answer judges the answer; null when the probe asks nothing
   */
  public Exchange(Pair pair, Answer answer) {
    this.pair = pair;
    this.check = pair.check();
    this.answer = answer;
  }

  /** The connection is open: it is secured if need be, and then used. */
  public Optional<Verdict> connected() {
    if (pair.tls() != null) {
      phase = Phase.HANDSHAKE;
      return Optional.empty();
    }
    return usable("Connected.");
  }

  /** The TLS handshake is done. */
  public Optional<Verdict> secured() {
    return usable("Connected, and the TLS handshake succeeded.");
  }

  private Optional<Verdict> usable(String passed) {
    if (answer == null) {
      return Optional.of(Verdict.passed(passed));
    }
    phase = Phase.REQUEST;
    return Optional.empty();
  }

  /** The connection could not be opened or secured. */
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
      return answer.feed(data);
    } catch (MalformedAnswer e) {
      return Optional.of(Verdict.failed(Reason.RESPONSE_FORMAT_ERROR, e.getMessage()));
    }
  }

  /** The target has closed the connection. */
  public Verdict closed() {
    if (phase == Phase.HANDSHAKE) {
      return Verdict.failed(
          Reason.CONNECT_INTERRUPT, "The connection was closed during the TLS handshake.");
    }
    Optional<Verdict> verdict = answer == null ? Optional.empty() : answer.end();
    return verdict.orElseGet(() ->
        Verdict.failed(
            Reason.RECEIVE_RESPONSE_FAILED, "The connection was closed before the whole answer."));
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
      case HANDSHAKE -> Verdict.failed(Reason.CONNECT_TIMEOUT, "No TLS handshake" + after);
      case REQUEST -> Verdict.failed(Reason.REQUEST_TIMEOUT, "The request was not sent" + after);
      case ANSWER -> Verdict.failed(Reason.RECEIVE_RESPONSE_TIMEOUT, "No whole answer" + after);
    };
  }
}
