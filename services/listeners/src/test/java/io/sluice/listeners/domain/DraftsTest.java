package io.sluice.listeners.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.LoadBalancer;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.Rule;
import io.sluice.listeners.domain.ActionDraft.ServiceDraft;
import io.sluice.listeners.domain.RuleDraft.PathDraft;
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
        new LoadBalancerDraft("web", null, null, null, null, null, null).validate(ID, violations);

    assertThat(violations.list()).isEmpty();
    assertThat(loadBalancer)
        .isEqualTo(new LoadBalancer(ID, "web", "", "internal", null, List.of(), true, false));
  }

  @Test
  void aListenerHasItsDefaultsFilledIn() {
    Listener listener =
        new ListenerDraft(
                PARENT, "http", null, "HTTP", 80, null, null, null, null, null, forward(null))
            .validate(ID, violations);

    assertThat(violations.list()).isEmpty();
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
                new Action.Forward(List.of(new Action.WeightedService(SERVICE, 10)))));
  }

  @Test
  void whatWasStoredIsValidWhenWrittenAgain() {
    Rule rule =
        new RuleDraft(
                PARENT,
                "Überblick-1",
                "d",
                5,
                "*.Example.com",
                new PathDraft("prefix", "/a"),
                new ActionDraft(
                    "redirect", null, 301, "https", "B.example", 8443, "/x", "", null, null))
            .validate(ID, violations);

    assertThat(RuleDraft.of(rule).validate(ID, violations)).isEqualTo(rule);
    assertThat(violations.list()).isEmpty();
    assertThat(rule.host()).isEqualTo("*.example.com");
  }

  @Test
  void allThatIsWrongIsNamedAtOnce() {
    new ListenerDraft(
            null,
            "no spaces",
            "x".repeat(257),
            "HTTPS",
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
                "text"))
        .validate(ID, violations);

    assertThat(violations.list())
        .extracting(Violation::field)
        .containsExactlyInAnyOrder(
            "loadBalancerId",
            "name",
            "description",
            "protocol",
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
  void whatIsMissingIsSaidToBeRequired() {
    new RuleDraft(null, null, null, null, null, null, null).validate(ID, violations);

    assertThat(violations.list())
        .extracting(Violation::field)
        .containsExactly("ruleGroupId", "name", "action");
    assertThat(violations.list()).allSatisfy(v -> assertThat(v.allowed()).contains("required"));
  }

  @Test
  void immutableFieldsSayWhatTheyMustBe() {
    Listener stored =
        new ListenerDraft(
                PARENT, "http", null, "HTTP", 80, null, null, null, null, null, forward(1))
            .validate(ID, violations);
    Listener next =
        new ListenerDraft(PARENT, "other", null, "HTTP", 81, 5, null, null, null, null, forward(1))
            .validate(ID, violations);

    ListenerDraft.checkChange(stored, next, violations);

    assertThat(violations.list())
        .containsExactly(
            new Violation("port", 81, "80 (immutable; create another listener for another value)"));
  }

  @Test
  void aZoneIsNamedOnce() {
    new LoadBalancerDraft("web", null, null, null, List.of("a", "b", "a", "B"), null, null)
        .validate(ID, violations);

    assertThat(violations.list())
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
