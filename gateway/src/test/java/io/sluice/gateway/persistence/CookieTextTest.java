package io.sluice.gateway.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Stickiness.SameSite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieTextTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      value = {
        "S=1 | '' | 1",
        "S=1; a=2 | a=2 | 1",
        "a=2; S=1 | a=2 | 1",
        "a=2; S=1; b=3 | a=2; b=3 | 1",
        "a=2;S=1;b=3 | a=2;b=3 | 1",
        "S=1; S=2; a=3; S=4 | a=3 | 1,2,4",
        "a=2; S=1; | a=2; | 1",
        "a=2;  S = 1 ;  b=3 | a=2;  b=3 | 1",
        "S=; a=2 | a=2 | ''",
        "S=x=y; a=2 | a=2 | x=y",
        "S=1; ; | '' | 1",
        "XS=1; SX=2; s=3; a=S=4; S | XS=1; SX=2; s=3; a=S=4; S | -",
        "a=\"q S=1\"; b | a=\"q S=1\"; b | -",
        "'' | '' | -"
      },
      delimiter = '|')
  void onlyTheCookieOfTheNameIsTaken(String field, String rest, String taken) {
    List<String> values = new ArrayList<>();

    String left = RequestCookies.take(text(field), "S", values);

    assertThat(left).isEqualTo(text(rest));
    assertThat(values).isEqualTo("-".equals(taken) ? List.of() : List.of(text(taken).split(",")));
  }

  @Test
  void aFieldWithoutItIsTheSameObject() {
    String field = "a=1; b=\u00e9\t;;  c";

    assertThat(RequestCookies.take(field, "S", new ArrayList<>())).isSameAs(field);
  }

  @Test
  void otherCookiesStayByteForByte() {
    List<String> values = new ArrayList<>();

    assertThat(RequestCookies.take("a=\u00e9\t;;  c; S=1;x==;\"", "S", values))
        .isEqualTo("a=\u00e9\t;;  c;x==;\"");
  }

  @Test
  void theFirstOfANameIsFound() {
    assertThat(RequestCookies.find(List.of("a=1; S=2; S=3"), "S")).isEqualTo("2");
    assertThat(RequestCookies.find(List.of("a=S=1; XS=2"), "S")).isNull();
  }

  @Test
  void attributesFollowTheSettingsAndTheScheme() {
    assertThat(SetCookie.field("S", "v", 0, SameSite.LAX, false))
        .isEqualTo("S=v; Path=/; HttpOnly; SameSite=Lax");
    assertThat(SetCookie.field("S", "v", 60, SameSite.STRICT, true))
        .isEqualTo("S=v; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Strict");
    assertThat(SetCookie.field("S", "v", 60, SameSite.NONE, true))
        .isEqualTo("S=v; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=None");
  }

  @Test
  void onPlainHttpABrowserIsNotAskedForWhatItRefuses() {
    assertThat(SetCookie.field("S", "v", 60, SameSite.NONE, false))
        .isEqualTo("S=v; Path=/; Max-Age=60; HttpOnly");
  }

  @ParameterizedTest
  @CsvSource({
    "S=1, true",
    "' S =1; Path=/', true",
    "S=, true",
    "s=1, false",
    "S, false",
    "a=1; S=2, false",
    "S; a=2, false"
  })
  void aSetCookieFieldIsKnownByItsName(String field, boolean expected) {
    assertThat(SetCookie.isOf(field, "S")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s=1 | false",
        "s=1; Path=/; HttpOnly | false",
        "s=1; Max-Age=0 | true",
        "s=1; max-age = -5; Expires=Thu, 01 Jan 2099 00:00:00 GMT | true",
        "s=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT | false",
        "s=1; Max-Age=many | false",
        "s=1; Max-Age=99999999999999999999 | false",
        "s=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT | true",
        "s=1; Expires=Thu, 01-Jan-1970 00:00:00 GMT | true",
        "s=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT | false",
        "s=1; Expires=never | false",
        "s=; Path=/ | true",
        "s= | true"
      })
  void aSetCookieFieldThatEndsTheCookieIsKnown(String field, boolean ends) {
    assertThat(SetCookie.ends(field, 1_800_000_000_000L)).isEqualTo(ends);
  }

  @Test
  void theValueOfASetCookieFieldEndsAtTheFirstSemicolon() {
    assertThat(SetCookie.value("s=a=b ; Path=/x=1")).isEqualTo("a=b");
    assertThat(SetCookie.value("s=")).isEmpty();
    assertThat(SetCookie.end("s", true)).isEqualTo("s=; Path=/; Max-Age=0; HttpOnly; Secure");
  }

  private static String text(String cell) {
    return cell == null || cell.equals("''") ? "" : cell;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "user=a                | a",
        "x=1; user=a; y=2      | a",
        "x=1;user=a            | a",
        "x=1;   user=a  ; y=2  | a",
        "user=a; user=b        | a",
        "user=a=b              | a=b",
        "'user='               | ''",
        "xuser=a               | -",
        "x=user=a              | -",
        "users=a               | -",
        "User=a                | -",
        "user                  | -",
        "x                     | -",
        ";;                    | -",
      })
  void aCookieIsFoundByItsName(String field, String value) {
    assertThat(RequestCookies.find(List.of(field), "user")).isEqualTo(value);
  }

  @Test
  void aCookieIsFoundInAnyOfSeveralFields() {
    assertThat(RequestCookies.find(List.of("a=1", "b=2; user=c"), "user")).isEqualTo("c");
  }
}
