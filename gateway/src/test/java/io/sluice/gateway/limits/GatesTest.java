package io.sluice.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.limits.ListenerGate.Entry;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GatesTest {
  private static final long NOW = 0;

  private final GatewayGate gateway = new GatewayGate(5);
  private final ListenerGate listener = gateway.listener(new UUID(0, 1), NOW);
  private final ListenerGate other = gateway.listener(new UUID(0, 2), NOW);

  @Test
  void gatewaysLimitHoldsOverItsListeners() {
    for (int i = 0; i < 3; i++) {
      assertThat(listener.enter(i, NOW).rejection()).isNull();
    }
    Entry fourth = other.enter(0, NOW);
    other.enter(0, NOW);
    assertThat(other.enter(0, NOW).rejection()).isEqualTo(Rejection.GATEWAY_CONNECTIONS);
    fourth.leave();
    assertThat(listener.enter(0, NOW).rejection()).isNull();
    assertThat(gateway.open()).isEqualTo(5);
  }

  @Test
  void listenersLimitIsItsOwn() {
    listener.limits(new ConnectionLimits(1, 0, 0));
    Entry only = listener.enter(0, NOW);
    assertThat(listener.enter(1, NOW).rejection()).isEqualTo(Rejection.LISTENER_CONNECTIONS);
    assertThat(other.enter(1, NOW).rejection()).isNull();
    only.leave();
    assertThat(listener.enter(1, NOW).rejection()).isNull();
  }

  @Test
  void sourcesLimitLeavesOthersAlone() {
    listener.limits(new ConnectionLimits(0, 2, 0));
    listener.enter(1, NOW);
    Entry second = listener.enter(1, NOW);
    assertThat(listener.enter(1, NOW).rejection()).isEqualTo(Rejection.SOURCE_CONNECTIONS);
    assertThat(listener.enter(2, NOW).rejection()).isNull();
    second.leave();
    assertThat(listener.enter(1, NOW).rejection()).isNull();
  }

  @Test
  void rateOfNewConnectionsCountsThoseThatWereLetIn() {
    listener.limits(new ConnectionLimits(0, 1, 2));
    listener.enter(1, NOW).leave();
    assertThat(listener.enter(1, NOW).rejection()).isNull();
    assertThat(listener.enter(1, NOW).rejection()).isEqualTo(Rejection.SOURCE_CONNECTIONS);
    assertThat(listener.enter(2, NOW).rejection()).isEqualTo(Rejection.CONNECTION_RATE);
    assertThat(listener.enter(2, NOW + 1_000_000_000).rejection()).isNull();
  }

  @Test
  void whatIsRejectedLeavesNothingBehind() {
    listener.limits(new ConnectionLimits(3, 1, 1));
    Entry in = listener.enter(1, NOW);
    for (int i = 0; i < 10; i++) {
      assertThat(listener.enter(i, NOW).rejection()).isNotNull();
    }
    assertThat(listener.open()).isEqualTo(1);
    assertThat(gateway.open()).isEqualTo(1);
    in.leave();
    assertThat(listener.open()).isZero();
    assertThat(gateway.open()).isZero();
  }

  @Test
  void limitBySourceMayComeAndGoWhileConnectionsAreOpen() {
    Entry uncounted = listener.enter(1, NOW);
    listener.limits(new ConnectionLimits(0, 1, 0));
    Entry counted = listener.enter(1, NOW);
    assertThat(listener.enter(1, NOW).rejection()).isEqualTo(Rejection.SOURCE_CONNECTIONS);
    uncounted.leave();
    assertThat(listener.enter(1, NOW).rejection()).isEqualTo(Rejection.SOURCE_CONNECTIONS);
    listener.limits(ConnectionLimits.NONE);
    listener.enter(1, NOW).leave();
    counted.leave();
    assertThat(gateway.open()).isZero();
  }
}
