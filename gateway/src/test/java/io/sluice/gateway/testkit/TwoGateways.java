package io.sluice.gateway.testkit;

import io.sluice.contracts.model.Stickiness;
import io.sluice.gateway.persistence.KeyRing;
import java.io.IOException;

/**
 * Two gateways of one suite, with the same keys, before three targets that answer with their
 * numbers.
 */
public record TwoGateways(TestGateway one, TestGateway other, RecordingTarget... targets)
    implements AutoCloseable {
  /** Gateways that keep clients to targets. */
  public static TwoGateways sticky(Stickiness stickiness, KeyRing keys) throws IOException {
    RecordingTarget[] targets = {
      RecordingTarget.answering("0"), RecordingTarget.answering("1"), RecordingTarget.answering("2")
    };
    return new TwoGateways(
        new TestGateway().sticky(stickiness, keys).targets(targets).apply(),
        new TestGateway().sticky(stickiness, keys).targets(targets).apply(),
        targets);
  }

  @Override
  public void close() throws IOException {
    one.close();
    other.close();
    for (RecordingTarget target : targets) {
      target.close();
    }
  }
}
