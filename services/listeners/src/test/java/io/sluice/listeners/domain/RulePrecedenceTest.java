package io.sluice.listeners.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.Condition;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Rule.PathMatch;
import io.sluice.contracts.model.Rule.PathType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RulePrecedenceTest {
  @Test
  void rulesStandInTheOrderOfPriorityThenHostThenPath() {
    List<Rule> ordered =
        List.of(
            rule("priority 1, matches least", 1, null, null, null),
            rule("priority 7", 7, "a.example.com", PathType.EXACT, "/x"),
            rule("host exact, path exact", null, "a.example.com", PathType.EXACT, "/x"),
            rule("host exact, long prefix", null, "a.example.com", PathType.PREFIX, "/x/y"),
            rule("host exact, short prefix", null, "a.example.com", PathType.PREFIX, "/x/"),
            rule("long expression", null, "a.example.com", PathType.REGEX, "/x/[0-9]"),
            rule("short expression", null, "a.example.com", PathType.REGEX, "/.*"),
            conditional("two conditions", "v1", "v2"),
            conditional("one condition, another name", "v1"),
            conditional("one condition, by name", "v0"),
            rule("host exact", null, "a.example.com", null, null),
            rule("long suffix", null, "*.example.com", null, null),
            rule("short suffix, path exact", null, "*.com", PathType.EXACT, "/x"),
            rule("short suffix", null, "*.com", null, null),
            rule("long prefix", null, "www.example.*", null, null),
            rule("short prefix", null, "www.*", null, null),
            rule("path exact", null, null, PathType.EXACT, "/"),
            rule("path prefix", null, null, PathType.PREFIX, "/"),
            rule("any", null, null, null, null));
    List<Rule> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(7));

    assertThat(shuffled.stream().sorted(RulePrecedence.ORDER)).containsExactlyElementsOf(ordered);
  }

  @Test
  void aPrefixWithAndWithoutFinalSlashMatchesTheSame() {
    Rule without = rule("a", null, "a.example", PathType.PREFIX, "/x");
    Rule with = rule("b", null, "a.example", PathType.PREFIX, "/x/");

    assertThat(RulePrecedence.matchKey(with)).isEqualTo(RulePrecedence.matchKey(without));
  }

  @Test
  void conditionsMatchTheSameInAnyOrder() {
    Rule one = conditional("a", "v1", "v2");

    assertThat(RulePrecedence.matchKey(conditional("b", "v2", "v1")))
        .isEqualTo(RulePrecedence.matchKey(one))
        .hasSizeLessThan(200);
    assertThat(RulePrecedence.matchKey(conditional("b", "v2")))
        .isNotEqualTo(RulePrecedence.matchKey(one));
    assertThat(RulePrecedence.matchKey(rule("c", null, "a.example.com", null, null)))
        .isNotEqualTo(RulePrecedence.matchKey(one));
  }

  @Test
  void exactPathsWithAndWithoutFinalSlashAreTwo() {
    Rule without = rule("a", null, null, PathType.EXACT, "/x");
    Rule with = rule("b", null, null, PathType.EXACT, "/x/");

    assertThat(RulePrecedence.matchKey(with)).isNotEqualTo(RulePrecedence.matchKey(without));
  }

  @Test
  void hostAndPathAreNotMixedUpInTheMatchKey() {
    Rule anyHost = rule("a", null, null, PathType.EXACT, "/x");
    Rule prefix = rule("b", null, null, PathType.PREFIX, "/x");
    Rule any = rule("c", null, null, null, null);

    assertThat(List.of(anyHost, prefix, any))
        .extracting(RulePrecedence::matchKey)
        .doesNotHaveDuplicates();
  }

  private static Rule conditional(String name, String... versions) {
    List<Condition> conditions =
        Stream.of(versions)
            .map(version ->
                new Condition(
                    Condition.Type.HEADER,
                    "X-Version",
                    Condition.Match.EQUAL,
                    List.of(version, "x"),
                    false))
            .toList();
    Rule plain = rule(name, null, "a.example.com", null, null);
    return new Rule(
        plain.id(),
        plain.ruleGroupId(),
        name,
        "",
        null,
        plain.host(),
        null,
        plain.action(),
        conditions,
        null);
  }

  private static Rule rule(String name, Integer priority, String host, PathType type, String path) {
    return new Rule(
        UUID.randomUUID(),
        UUID.randomUUID(),
        name,
        "",
        priority,
        host,
        type == null ? null : new PathMatch(type, path),
        new Action.FixedResponse(200, null, null),
        null,
        null);
  }
}
