package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementKeyTest {
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
    HttpHeaders headers = new DefaultHttpHeaders().add("Cookie", field);

    assertThat(PlacementKey.cookie(headers, "user")).isEqualTo(value);
  }

  @Test
  void aCookieIsFoundInAnyOfSeveralFields() {
    HttpHeaders headers =
        new DefaultHttpHeaders().add("Cookie", "a=1").add("cookie", "b=2; user=c");

    assertThat(PlacementKey.cookie(headers, "user")).isEqualTo("c");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/?user=a, a",
        "/a/user=b?x=1&user=a&y, a",
        "/?user=a&user=b, a",
        "/?user=a%20b, a%20b",
        "/?user=, ''",
        "/?user, -",
        "/?xuser=a, -",
        "/user=a, -",
        "/?, -",
        "/?&&, -",
      })
  void aQueryParameterIsFoundByItsNameAndTakenAsItWasSent(String target, String value) {
    assertThat(PlacementKey.parameter(target, "user")).isEqualTo(value);
  }
}
