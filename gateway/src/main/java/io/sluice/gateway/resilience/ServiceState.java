package io.sluice.gateway.resilience;

import io.sluice.gateway.limits.TokenBucket;
import java.util.UUID;

/** What all event loops of a gateway have together of one backend service. */
public final class ServiceState {
  private final UUID serviceId;
  private final TokenBucket retries;
  private final WaitingLine line = new WaitingLine();
  private final Circuit circuit;

  /**
   * Nothing happened yet.
   *
   * @param now nanoseconds of the monotonic clock
   */
  ServiceState(UUID serviceId, long now) {
    this.serviceId = serviceId;
    this.circuit = new Circuit(now);
    this.retries = new TokenBucket(now / RetryBudget.SECONDS);
  }

  /** The backend service. */
  public UUID serviceId() {
    return serviceId;
  }

  /** Those that wait for a target with room. */
  public WaitingLine line() {
    return line;
  }

  /** How many wait for a target with room. */
  public int waiting() {
    return line.size();
  }

  /** How many have waited for a target with room. */
  public long waited() {
    return line.joined();
  }

  /** Whether requests are refused at once. */
  public Circuit circuit() {
    return circuit;
  }

  /** The part of one more event loop in the circuit. */
  public LoopCircuit newLoopCircuit() {
    return circuit.newLoop();
  }

  /** The retries of one more event loop. */
  public RetryBudget newRetryBudget() {
    return new RetryBudget(retries);
  }
}
