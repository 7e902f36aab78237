package io.sluice.listeners.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.problem.Violation;
import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.Condition;
import io.sluice.contracts.model.Condition.Match;
import io.sluice.contracts.model.Condition.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionDraftTest {
  private final Violations violations = new Violations();

  @Test
  void whatIsLeftOutIsEqualAndNotInverted() {
    assertThat(validate(new ConditionDraft(Type.HEADER, "X-A", null, List.of("1"), null)))
        .isEqualTo(new Condition(Type.HEADER, "X-A", Match.EQUAL, List.of("1"), false));
    assertThat(validate(new ConditionDraft(Type.COOKIE, "a", Match.PRESENT, null, true)))
        .isEqualTo(new Condition(Type.COOKIE, "a", Match.PRESENT, List.of(), true));
    assertThat(violations.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "HEADER | -                 | EQUAL   | a          | name",
        "HEADER | Host              | EQUAL   | a          | name",
        "HEADER | Transfer-Encoding | EQUAL   | a          | name",
        "HEADER | 'X A'             | EQUAL   | a          | name",
        "HEADER | X-A               | EQUAL   | -          | values",
        "HEADER | X-A               | EQUAL   | 'é'        | values[0]",
        "HEADER | X-A               | REGEX   | (          | values[0]",
        "HEADER | X-A               | REGEX   | ((a{99}){99}) | values[0]",
        "HEADER | X-A               | PRESENT | a          | values",
        "COOKIE | a=b               | EQUAL   | a          | name",
        "QUERY  | ''                | EQUAL   | a          | name",
        "METHOD | x                 | -       | GET        | name",
        "METHOD | -                 | REGEX   | GET        | match",
        "METHOD | -                 | -       | 'G T'      | values[0]",
        "SOURCE | -                 | -       | 10.0.0.1/8 | values[0]",
        "SOURCE | -                 | PREFIX  | 10.0.0.0/8 | match",
        "-      | x                 | EQUAL   | a          | type",
      })
  void whatIsWrongIsNamed(Type type, String name, Match match, String value, String field) {
    List<String> values = value == null ? null : List.of(value);

    validate(new ConditionDraft(type, name, match, values, false));

    assertThat(violations.all()).extracting(Violation::field).contains("at." + field);
  }

  private Condition validate(ConditionDraft draft) {
    return draft.validate("at.", new Checks(violations));
  }
}
