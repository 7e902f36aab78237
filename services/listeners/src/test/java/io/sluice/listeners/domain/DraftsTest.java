package io.sluice.listeners.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.problem.Violation;
import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.contracts.model.ListenerTls.ClientAuth;
import io.sluice.contracts.model.LoadBalancer;
import io.sluice.contracts.model.Protocol;
import io.sluice.listeners.domain.ActionDraft.ServiceDraft;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DraftsTest {
  private static final UUID ID = UUID.randomUUID();
  private static final UUID PARENT = UUID.randomUUID();
  private static final UUID SERVICE = UUID.randomUUID();

  private final Violations violations = new Violations();

  @Test
  void aLoadBalancerHasItsDefaultsFilledIn() {
    LoadBalancer loadBalancer =
        new LoadBalancerDraft("web", "", null, null, null, null, null, null)
            .validate(ID, violations);

    assertThat(violations.all()).isEmpty();
    assertThat(loadBalancer)
        .isEqualTo(
            new LoadBalancer(ID, "web", "", "internal", null, List.of(), true, false, false));
  }

  @Test
  void aListenerHasItsDefaultsFilledIn() {
    Listener listener =
        new ListenerDraft(
                PARENT,
                "http",
                "",
                "HTTP",
                80,
                null,
                null,
                null,
                null,
                null,
                forward(null),
                null,
                null,
                null,
                null,
                null)
            .validate(ID, violations);

    assertThat(violations.all()).isEmpty();
    assertThat(listener)
        .isEqualTo(
            new Listener(
                ID,
                PARENT,
                "http",
                "",
                Protocol.HTTP,
                80,
                null,
                60,
                10,
                16_384,
                0,
                null,
                new Action.Forward(List.of(new Action.WeightedService(SERVICE, 10)), null),
                null,
                null,
                null,
                null,
                null));
  }

  @Test
  void allThatIsWrongIsNamedAtOnce() {
    new ListenerDraft(
            null,
            "no spaces",
            "x".repeat(257),
            "QUIC",
            0,
            0,
            301,
            1023,
            -1L,
            null,
            new ActionDraft(
                "forward",
                List.of(
                    new ServiceDraft(SERVICE, 257),
                    new ServiceDraft(SERVICE, 1),
                    new ServiceDraft(null, 1)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "text"),
            null,
            null,
            null,
            new ListenerTls(List.of(SERVICE), "modern", null, ClientAuth.REQUIRED, null, 10, 1000),
            null)
        .validate(ID, violations);

    assertThat(violations.all())
        .extracting(Violation::field)
        .containsExactlyInAnyOrder(
            "loadBalancerId",
            "protocol",
            "tls.clientAuthorityId",
            "port",
            "idleTimeoutSeconds",
            "requestHeaderTimeoutSeconds",
            "maxHeaderBytes",
            "maxRequestBodyBytes",
            "defaultAction.body",
            "defaultAction.backendServices[0].weight",
            "defaultAction.backendServices[1].backendServiceId",
            "defaultAction.backendServices[2].backendServiceId");
  }

  @Test
  void tlsSettingsComeWithHttpsAndWithNothingElse() {
    ListenerTls tls = ListenerTls.of(List.of(SERVICE));
    for (String protocol : List.of("HTTP", "HTTPS")) {
      new ListenerDraft(
              PARENT,
              "l",
              "",
              protocol,
              80,
              null,
              null,
              null,
              null,
              null,
              forward(1),
              null,
              null,
              null,
              protocol.equals("HTTP") ? tls : null,
              null)
          .validate(ID, violations);
    }

    assertThat(violations.all()).extracting(Violation::field).containsExactly("tls");
    Violations none = new Violations();
    Listener listener =
        new ListenerDraft(
                PARENT,
                "l",
                "",
                "HTTPS",
                443,
                null,
                null,
                null,
                null,
                null,
                forward(1),
                null,
                null,
                null,
                tls,
                null)
            .validate(ID, none);
    assertThat(none.all()).isEmpty();
    assertThat(listener.protocol()).isEqualTo(Protocol.HTTPS);
    assertThat(listener.tls()).isEqualTo(tls);
  }

  @Test
  void whatIsMissingIsSaidToBeRequired() {
    new RuleDraft(null, null, null, null, null, null, null, null, null).validate(ID, violations);

    assertThat(violations.all())
        .extracting(Violation::field)
        .containsExactly("ruleGroupId", "action");
    assertThat(violations.all()).allSatisfy(v -> assertThat(v.allowed()).contains("required"));
  }

  @Test
  void immutableFieldsSayWhatTheyMustBe() {
    Listener stored =
        new ListenerDraft(
                PARENT,
                "http",
                "",
                "HTTP",
                80,
                null,
                null,
                null,
                null,
                null,
                forward(1),
                null,
                null,
                null,
                null,
                null)
            .validate(ID, violations);
    Listener next =
        new ListenerDraft(
                PARENT,
                "other",
                null,
                "HTTP",
                81,
                5,
                null,
                null,
                null,
                null,
                forward(1),
                null,
                null,
                null,
                null,
                null)
            .validate(ID, violations);

    Immutable.check(stored, next, violations);

    assertThat(violations.all())
        .containsExactly(
            new Violation(
                "port", "81", "80 (immutable; create another listener for another value)"));
  }

  @Test
  void aZoneIsNamedOnce() {
    new LoadBalancerDraft("web", "", null, null, List.of("a", "b", "a", "b c"), null, null, null)
        .validate(ID, violations);

    assertThat(violations.all())
        .extracting(Violation::field)
        .containsExactly("zones[2]", "zones[3]");
  }

  private static ActionDraft forward(Integer weight) {
    return new ActionDraft(
        "forward",
        List.of(new ServiceDraft(SERVICE, weight)),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
