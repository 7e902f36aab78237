package io.sluice.listeners.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.problem.Violation;
import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.ListenerLimits;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Rule.PathMatch;
import io.sluice.contracts.model.Rule.PathType;
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
  void tlsListenerWithoutCertificatesPassesTlsOnByRules() {
    Listener listener = draft("TLS", ID, FORWARD, null).validate(ID, violations);

    assertThat(violations.all()).isEmpty();
    assertThat(NamedRules.areOf(listener)).isTrue();
  }

  @Test
  void tlsListenerWithCertificatesHasNoRules() {
    draft("TLS", ID, FORWARD, null, ListenerTls.of(List.of(ID))).validate(ID, violations);

    assertThat(violations.all()).extracting(Violation::field).containsExactly("ruleGroupId");
  }

  @Test
  void rulesThatNeedARequestDoNotFitWhereTlsIsPassedOn() {
    Action forward = new Action.Forward(List.of(new Action.WeightedService(ID, 1)), null);
    Action redirect = new Action.Redirect(301, null, "b.test", null, null, null);
    PathMatch path = new PathMatch(PathType.PREFIX, "/a");

    assertThat(NamedRules.fits(rule("a.test", null, forward))).isTrue();
    assertThat(NamedRules.fits(rule(null, null, forward))).isTrue();
    NamedRules.check("rules[0].", rule("a.test", path, redirect), violations);
    assertThat(violations.all())
        .extracting(Violation::field)
        .containsExactly("rules[0].path", "rules[0].action.type");
  }

  private static Rule rule(String host, PathMatch path, Action action) {
    return new Rule(ID, ID, "r", "", null, host, path, action, null, null);
  }

  private static ListenerDraft draft(
      String protocol, UUID ruleGroup, ActionDraft action, ListenerLimits limits) {
    return draft(protocol, ruleGroup, action, limits, null);
  }

  private static ListenerDraft draft(
      String protocol, UUID ruleGroup, ActionDraft action, ListenerLimits limits, ListenerTls tls) {
    return new ListenerDraft(
        ID, "l", "", protocol, 5432, null, null, null, null, ruleGroup, action, null, limits, null,
        tls, null);
  }
}
