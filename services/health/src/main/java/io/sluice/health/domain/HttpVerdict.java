package io.sluice.health.domain;

import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.TargetHealth.Reason;
import java.util.Optional;

/** Judges an HTTP answer: its code as soon as it is there, its text at the end. */
final class HttpVerdict implements Answer {
  private final HealthCheck check;
  private final ExpectedCodes codes;
  private final HttpAnswer answer;
  private boolean codeSeen;

  /**
   * Makes a judge of one answer.
   *
   * @throws IllegalArgumentException when the check's expected codes are not a list of codes
   */
  HttpVerdict(HealthCheck check) {
    this.check = check;
    this.codes = ExpectedCodes.parse(check.expectedCodes());
    this.answer = new HttpAnswer(check.method().equals("HEAD"), check.expectedBody() != null);
  }

  @Override
  public Optional<Verdict> feed(byte[] data) throws MalformedAnswer {
    answer.feed(data);
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

  @Override
  public Optional<Verdict> end() {
    return answer.end() ? Optional.of(judgeWhole()) : Optional.empty();
  }

  private Verdict judgeWhole() {
    if (check.expectedBody() != null && !answer.bodyContains(check.expectedBody())) {
      return Verdict.failed(
          Reason.RESPONSE_FORMAT_ERROR, "The answer does not contain the expected text.");
    }
    return Verdict.passed("Status " + answer.status() + ".");
  }
}
