package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementKeyTest {
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
