package io.sluice.listeners.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.problem.Violation;
import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.Action;
import io.sluice.listeners.domain.ActionDraft.ServiceDraft;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionDraftTest {
  private static final UUID SERVICE = UUID.randomUUID();
  private static final RequestOrigin ANY = new RequestOrigin(null, null, null);

  private final Violations violations = new Violations();

  @Test
  void aForwardOfTwentyServicesIsTakenAndOneOfTwentyOneIsNot() {
    validate(forwardTo(20), ANY);
    assertThat(violations.all()).isEmpty();

    validate(forwardTo(21), ANY);
    assertThat(fields()).containsExactly("action.backendServices");
  }

  @Test
  void aForwardWhoseWeightsAreAllZeroIsRefused() {
    UUID a = UUID.randomUUID();
    UUID b = UUID.randomUUID();

    validate(forward(new ServiceDraft(a, 0), new ServiceDraft(b, 0)), ANY);

    assertThat(violations.all())
        .containsExactly(
            new Violation(
                "action.backendServices", "all weights 0", "at least one weight above 0"));
  }

  @Test
  void aForwardKeepsTheOrderAndTheWeights() {
    UUID a = UUID.randomUUID();
    UUID b = UUID.randomUUID();

    assertThat(validate(forward(new ServiceDraft(a, 0), new ServiceDraft(b, 256)), ANY))
        .isEqualTo(
            new Action.Forward(
                List.of(new Action.WeightedService(a, 0), new Action.WeightedService(b, 256)),
                null));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectStatusesAreTaken(int status) {
    validate(redirect(status, "https", null, null, null, null), ANY);

    assertThat(violations.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 200, 300, 304, 305, 309, 404})
  void otherStatusesAreNoRedirect(int status) {
    validate(redirect(status, "https", null, null, null, null), ANY);

    assertThat(fields()).containsExactly("action.status");
  }

  @ParameterizedTest
  @CsvSource({
    ", , , , ",
    "http, , , , ",
    ", , , , a=b",
    ", www.example.com, , , ",
    ", WWW.example.com, , , ",
    ", , 8080, , ",
    ", , , /old, ",
    "http, www.example.com, 8080, /old, a=b",
  })
  void aRedirectToWhereTheRequestCameFromIsRefused(
      String scheme, String host, Integer port, String path, String query) {
    validate(
        redirect(301, scheme, host, port, path, query),
        new RequestOrigin(8080, "www.example.com", "/old"));

    assertThat(violations.all())
        .singleElement()
        .satisfies(v -> assertThat(v.field()).isEqualTo("action"))
        .satisfies(v -> assertThat(v.allowed()).contains("loop"));
  }

  @ParameterizedTest
  @CsvSource({
    "https, , , , ",
    ", example.com, , , ",
    ", '::1', , , ",
    ", , 80, , ",
    ", , , /new, ",
    ", , , /new, ''",
  })
  void aRedirectThatChangesAPartIsTaken(
      String scheme, String host, Integer port, String path, String query) {
    validate(
        redirect(308, scheme, host, port, path, query),
        new RequestOrigin(8080, "www.example.com", "/old"));

    assertThat(violations.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "action.scheme, ftp, , , , ",
    "action.host, https, '*.example.com', , , ",
    "action.host, https, 'a\r\nSet-Cookie: x', , , ",
    "action.host, https, 'a:80', , , ",
    "action.port, https, , 0, , ",
    "action.port, https, , 65536, , ",
    "action.path, https, , , relative, ",
    "action.path, https, , , '/a\r\nb', ",
    "action.path, https, , , '/a?b', ",
    "action.query, https, , , , 'a=b\r\nc'",
    "action.query, https, , , , 'a#b'",
    "action.query, https, , , , 'a b'",
  })
  void aWrongPartOfARedirectIsNamed(
      String field, String scheme, String host, Integer port, String path, String query) {
    validate(redirect(301, scheme, host, port, path, query), ANY);

    assertThat(fields()).contains(field);
  }

  @ParameterizedTest
  @CsvSource({
    "200, , ",
    "599, text/plain, hello",
    "503, text/html; charset=utf-8, <p>wait</p>",
    "200, 'application/problem+json;a=\"b c\"', {}",
    "204, , ''",
  })
  void fixedResponsesAreTaken(int status, String contentType, String body) {
    validate(fixed(status, contentType, body), ANY);

    assertThat(violations.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "action.status, 199, , ",
    "action.status, 600, , ",
    "action.contentType, 200, text, ",
    "action.contentType, 200, text/, ",
    "action.contentType, 200, 'text/plain\r\nX: y', ",
    "action.contentType, 200, 'text/plain; charset', ",
    "action.body, 204, , text",
    "action.body, 304, , text",
  })
  void aWrongPartOfAFixedResponseIsNamed(
      String field, int status, String contentType, String body) {
    validate(fixed(status, contentType, body), ANY);

    assertThat(fields()).containsExactly(field);
  }

  @Test
  void aBodyMayHave4096CharactersAndNoMore() {
    validate(fixed(200, null, "x".repeat(4096)), ANY);
    assertThat(violations.all()).isEmpty();

    validate(fixed(200, null, "x".repeat(4097)), ANY);
    assertThat(fields()).containsExactly("action.body");
  }

  @Test
  void clientsMayKeepToTheChoiceOfAForwardForUpToAWeek() {
    for (int seconds : new int[] {1, 604_800}) {
      assertThat(validate(sticky("forward", seconds), ANY))
          .isEqualTo(new Action.Forward(List.of(new Action.WeightedService(SERVICE, 1)), seconds));
    }
    assertThat(violations.all()).isEmpty();
    for (int seconds : new int[] {0, 604_801}) {
      validate(sticky("forward", seconds), ANY);
    }
    assertThat(fields()).containsOnly("action.stickySeconds");
  }

  @Test
  void onlyAForwardHasStickiness() {
    validate(
        new ActionDraft("redirect", null, 301, null, "a", null, null, null, null, null, 60), ANY);

    assertThat(fields()).containsExactly("action.stickySeconds");
  }

  @Test
  void anUnknownTypeIsRefusedWithTheKnownOnes() {
    validate(new ActionDraft("drop", null, null, null, null, null, null, null, null, null), ANY);

    assertThat(violations.all())
        .containsExactly(new Violation("action.type", "drop", "forward, redirect, fixed-response"));
  }

  private Action validate(ActionDraft draft, RequestOrigin origin) {
    return ActionDraft.validate("action", draft, origin, new Checks(violations));
  }

  private List<String> fields() {
    return violations.all().stream().map(Violation::field).toList();
  }

  private static ActionDraft sticky(String type, int seconds) {
    return new ActionDraft(
        type,
        List.of(new ServiceDraft(SERVICE, 1)),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        seconds);
  }

  private static ActionDraft forwardTo(int services) {
    return forward(
        IntStream.range(0, services)
            .mapToObj(i -> new ServiceDraft(UUID.randomUUID(), 1))
            .toArray(ServiceDraft[]::new));
  }

  private static ActionDraft forward(ServiceDraft... services) {
    return new ActionDraft(
        "forward", List.of(services), null, null, null, null, null, null, null, null);
  }

  private static ActionDraft redirect(
      int status, String scheme, String host, Integer port, String path, String query) {
    return new ActionDraft("redirect", null, status, scheme, host, port, path, query, null, null);
  }

  private static ActionDraft fixed(int status, String contentType, String body) {
    return new ActionDraft(
        "fixed-response", null, status, null, null, null, null, null, contentType, body);
  }
}
