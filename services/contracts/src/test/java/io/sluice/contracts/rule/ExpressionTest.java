package io.sluice.contracts.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final int MOST = 100;

  @Test
  void anExpressionMatchesTheWholeText() throws Exception {
    Expression expression = Expression.compile("/users/[0-9]+");

    assertThat(expression.matches("/users/12")).isTrue();
    assertThat(expression.matches("/users/12/x")).isFalse();
    assertThat(expression.matches("x/users/12")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(((x{1000}){1000}){1000}){1000}",
        "x{301}",
        "(?:[a-z]{20}){20}",
        "(x{99}|y{99}){9}",
        "(?:\\}{200}[\\]{]){9}",
        "([[:alpha:]}]{100}){100}",
        "([]]{200}){200}",
        "(?i:(?:k{100}){100})",
        "((a{50}){50}{50}",
      })
  void anExpressionThatWouldFillTheMemoryIsRefusedBeforeItDoes(String text) {
    Instant start = Instant.now();

    assertThatThrownBy(() -> Expression.compile(text))
        .isInstanceOf(InvalidExpressionException.class);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "(", "[", "a**", "(?=x)", "(x)\\1", "x{2,1}", "\\Qx", "*", "\\"})
  void whatIsNoExpressionIsRefused(String text) {
    assertThatThrownBy(() -> Expression.compile(text))
        .isInstanceOf(InvalidExpressionException.class)
        .message()
        .isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "^/(api|v[0-9]+)/users/[0-9]{1,10}$",
        "(?i)chrome|firefox",
        "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}",
        "x{,3}",
        "x{a}",
      })
  void whatPeopleWriteIsTaken(String text) throws Exception {
    assertThat(Expression.compile(text)).hasToString(text);
  }

  @Test
  void nestedRepetitionsTakeTimeInProportionToTheText() throws Exception {
    Expression evil = Expression.compile("(?:(?:x+x+)+x+)+y");
    String text = "x".repeat(8_192);
    Instant start = Instant.now();

    assertThat(evil.matches(text)).isFalse();
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aReplacementNamesGroupsAndEachMatchIsReplaced() throws Exception {
    assertThat(replace("/v([0-9])/([a-z]+)", "/$2/$1", "/v1/a/v2/b")).isEqualTo("/a/1/b/2");
    assertThat(replace("a(x)?", "[$1$$$0]", "-a-ax")).isEqualTo("-[$a]-[x$ax]");
    assertThat(replace("z", "y", "/abc")).isEqualTo("/abc");
  }

  @Test
  void aResultThatGrowsTooLongIsNone() throws Exception {
    assertThat(replace("x*", "0123456789", "/" + "a".repeat(20))).isNull();
    assertThat(replace("(.*)", "$1$1$1", "a".repeat(40))).isNull();
    assertThat(replace("b", "c", "a".repeat(MOST + 1))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"$2", "$", "$x", "a$", "${1}"})
  void aReplacementOfWhatIsNotThereIsNone(String text) throws Exception {
    assertThat(Replacement.of(text, Expression.compile("(a)"))).isEmpty();
  }

  private static String replace(String expression, String replacement, String text)
      throws InvalidExpressionException {
    Expression compiled = Expression.compile(expression);
    return compiled.replace(text, Replacement.of(replacement, compiled).orElseThrow(), MOST);
  }
}
