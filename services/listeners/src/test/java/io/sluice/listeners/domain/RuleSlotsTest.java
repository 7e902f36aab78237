package io.sluice.listeners.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.chassis.problem.ProblemException;
import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.Rule;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RuleSlotsTest {
  private final RuleSlots slots = new RuleSlots();
  private final Rule first = rule("first", null, "a.example");
  private final Rule second = rule("second", 5, "b.example");

  @Test
  void aRuleInTheWayIsNamed() {
    slots.take(first, "");
    slots.take(second, "");

    refused(rule("first", null, "c.example"), "rules[2].name", first);
    refused(rule("third", 5, "c.example"), "rules[2].priority", second);
    refused(rule("third", null, "a.example"), "rules[2].priority", first);
  }

  @Test
  void aPriorityTellsTwoRulesApartThatMatchTheSame() {
    slots.take(first, "");

    assertThatCode(() -> slots.take(rule("other", 1, "a.example"), "")).doesNotThrowAnyException();
    assertThatCode(() -> slots.take(rule("more", 2, "a.example"), "")).doesNotThrowAnyException();
  }

  private void refused(Rule rule, String field, Rule by) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> slots.take(rule, "rules[2]."))
        .satisfies(e -> assertThat(e.status()).isEqualTo(409))
        .satisfies(e -> assertThat(e.errors().getFirst().field()).isEqualTo(field))
        .withMessageContaining(by.id().toString())
        .withMessageContaining(by.name());
  }

  private static Rule rule(String name, Integer priority, String host) {
    return new Rule(
        UUID.randomUUID(),
        UUID.randomUUID(),
        name,
        "",
        priority,
        host,
        null,
        new Action.FixedResponse(200, null, null),
        null,
        null);
  }
}
