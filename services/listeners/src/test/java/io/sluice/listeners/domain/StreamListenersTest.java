package io.sluice.listeners.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.problem.Violation;
import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.ListenerLimits;
import io.sluice.contracts.model.Protocol;
import io.sluice.listeners.domain.ActionDraft.ServiceDraft;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Listeners of TCP: what can be done to requests cannot be done to bytes. */
class StreamListenersTest {
  private static final UUID ID = UUID.randomUUID();
  private static final ActionDraft FORWARD =
      new ActionDraft(
          "forward",
          List.of(new ServiceDraft(ID, 1)),
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null);
  private static final ActionDraft FIXED =
      new ActionDraft("fixed-response", null, 200, null, null, null, null, null, null, null);

  private final Violations violations = new Violations();

  @Test
  void tcpListenerForwardsAndBearsHalfAnHourOfSilence() {
    Listener listener = draft("TCP", null, FORWARD, null).validate(ID, violations);

    assertThat(violations.all()).isEmpty();
    assertThat(listener.protocol()).isEqualTo(Protocol.TCP);
    assertThat(listener.idleTimeoutSeconds()).isEqualTo(1800);
  }

  @Test
  void whatNeedsRequestsIsRefused() {
    draft("TCP", ID, FIXED, new ListenerLimits(100, 8192, 128, 0, null, null, 5, null))
        .validate(ID, violations);

    assertThat(violations.all())
        .extracting(Violation::field)
        .containsExactlyInAnyOrder("ruleGroupId", "defaultAction.type", "limits.requestsPerSecond");
  }

  @Test
  void tlsListenerNeedsCertificates() {
    draft("TLS", null, FORWARD, null).validate(ID, violations);

    assertThat(violations.all()).extracting(Violation::field).containsExactly("tls");
  }

  private static ListenerDraft draft(
      String protocol, UUID ruleGroup, ActionDraft action, ListenerLimits limits) {
    return new ListenerDraft(
        ID, "l", "", protocol, 5432, null, null, null, null, ruleGroup, action, null, limits, null,
        null, null);
  }
}
