package io.sluice.registry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedCodesTest {
  @ParameterizedTest
  @ValueSource(strings = {"200", "200-399", "200-299,404", "100-599", "200-200"})
  void listsAndRangesAreTaken(String text) {
    assertThat(ExpectedCodes.isValid(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "200,", "99", "600", "300-200", "200-", "2xx", "200 ,201"})
  void allElseIsRefused(String text) {
    assertThat(ExpectedCodes.isValid(text)).isFalse();
  }
}
