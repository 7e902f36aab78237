package io.sluice.gateway.modification;

import static io.sluice.gateway.testkit.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.model.Modifications;
import io.sluice.contracts.model.Modifications.HeaderEdit;
import io.sluice.contracts.model.Modifications.HeaderEdit.Operation;
import io.sluice.contracts.model.Modifications.Rewrite;
import io.sluice.contracts.model.Rule.PathType;
import io.sluice.contracts.rule.InvalidExpressionException;
import io.sluice.gateway.routing.RequestPath;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangesTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/api, /v2, /api, /v2",
        "/api, /v2, /api/, /v2/",
        "/api, /v2, /api/x?q=/api, /v2/x?q=/api",
        "/api/, /v2/, /api, /v2/",
        "/api/, /v2/, /api/x, /v2/x",
        "/api, /, /api, /",
        "/api, /, /api/x/y, /x/y",
        "/, /v2, /x, /v2/x",
        "/, /v2, /, /v2/",
        "/api, /v2, /api/%61?x, /v2/%61?x",
        "/api, /v2, /api//x, /v2//x",
        "/caf%C3%A9, /v2, /caf%C3%A9/x, /v2/x",
      })
  void aPrefixIsReplaced(String prefix, String with, String target, String result)
      throws Exception {
    assertThat(prefixed(prefix, with).target(target)).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/../api/x",
    "/api/%2e%2e/api/x",
    "/api/..%2fapi/x",
    "/api/%252e%252e/api/x",
    "/api/.././api",
    "/api/x%00/../../api",
  })
  void aPathThatWouldLeaveWhatIsPutInPlaceOfItsPrefixIsNotRewritten(String target) {
    assertThatThrownBy(() -> prefixed("/api", "/tenants/7").target(target))
        .isInstanceOfSatisfying(UnfitTargetException.class, e -> assertThat(e.tooLong()).isFalse());
  }

  @Test
  void noResultLooksLikeAnotherHost() {
    assertThatThrownBy(() -> prefixed("/api", "/").target("/api//evil.test"))
        .isInstanceOf(UnfitTargetException.class);
    assertThatThrownBy(() -> prefixed("/api", "/").target("/api/\\evil.test"))
        .isInstanceOf(UnfitTargetException.class);
  }

  @Test
  void whateverIsRewrittenStaysBelowWhatIsPutInPlaceOfThePrefix() throws Exception {
    Changes changes = prefixed("/a", "/tenants/7");
    Random random = new Random(26);
    List<String> pieces =
        List.of("/", "a", "..", ".", "%2e", "%2f", "%252e", "%5c", ";", "%c0%af", "%00", "b");
    for (int i = 0; i < 20_000; i++) {
      String rest =
          random
              .ints(random.nextInt(8), 0, pieces.size())
              .mapToObj(pieces::get)
              .collect(Collectors.joining());
      String target = "/a/" + rest;
      try {
        String result = changes.target(target);
        String careless = RequestPath.carelessReading(result, result.length());
        assertThat(Stream.of(result, RequestPath.lenientReading(result, result.length())))
            .as(target)
            .allMatch(reading -> reading.startsWith("/tenants/7"));
        assertThat(careless == null ? "/tenants/7" : careless).startsWith("/tenants/7");
      } catch (UnfitTargetException refused) {
        assertThat(RequestPath.hasOneReading(target, target.length())).as(target).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/users/([0-9]+)/posts, /posts-of/$1, /users/7/posts/9?x=1, /posts-of/7/9?x=1",
    "^/old, , /old/x, /x",
    "\\.php$, , /a.php, /a",
    "/, /a/, /x, /a/x",
    "^/, '', /x, /x",
    "nothing, x, /x, /x",
  })
  void expressionsReplaceWhatTheyMatch(
      String expression, String replacement, String target, String result) throws Exception {
    String with = replacement == null ? "" : replacement;
    assertThat(changes(new Rewrite(null, null, expression, with, null)).target(target))
        .isEqualTo(result);
  }

  @Test
  void aResultThatGrowsTooLongIsRefused() {
    assertThatThrownBy(() ->
            changes(new Rewrite(null, null, "a", "$0".repeat(500), null))
                .target("/" + "a".repeat(8_000)))
        .isInstanceOfSatisfying(UnfitTargetException.class, e -> assertThat(e.tooLong()).isTrue());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/new, -, /x?a, /new?a",
        "/new, b=1, /x?a, /new?b=1",
        "-, '', /x?a, /x",
        "-, b, /x, /x?b",
        "/new, -, *, *",
      })
  void wholePathAndQueryAreReplaced(String path, String query, String target, String result)
      throws Exception {
    assertThat(changes(new Rewrite(null, path, null, null, query)).target(target))
        .isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length, 1",
    "X-A, 'a\nB: c'",
    "X-A, 'a\rB'",
    "Transfer_Encoding, chunked",
    "'X-A:', 1"
  })
  void editsThatWouldChangeTheFramingAreNotUnderstood(String name, String value) {
    assertThatThrownBy(() ->
            Changes.of(
                rule("r")
                    .changes(
                        new Modifications(
                            null, List.of(new HeaderEdit(Operation.SET, name, value)), null, null))
                    .build()))
        .isInstanceOf(InvalidExpressionException.class);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"'/a b', -, -", "-, '(', x", "-, a, $1", "-, a, 'x\r\ny'"})
  void rewritesThatAreNoneAreNotUnderstood(String path, String expression, String replacement) {
    assertThatThrownBy(() -> changes(new Rewrite(null, path, expression, replacement, null)))
        .isInstanceOf(InvalidExpressionException.class);
  }

  @Test
  void aRuleWithoutModificationsHasNoChanges() throws Exception {
    assertThat(Changes.of(rule("r").build())).isNull();
  }

  private static Changes prefixed(String prefix, String with) throws InvalidExpressionException {
    return Changes.of(
        rule("r")
            .path(PathType.PREFIX, prefix)
            .changes(new Modifications(new Rewrite(null, with, null, null, null), null, null, null))
            .build());
  }

  private static Changes changes(Rewrite rewrite) throws InvalidExpressionException {
    return Changes.of(rule("r").changes(new Modifications(rewrite, null, null, null)).build());
  }
}
