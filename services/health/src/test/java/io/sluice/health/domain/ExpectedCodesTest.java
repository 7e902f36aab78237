package io.sluice.health.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedCodesTest {
  @Test
  void takesTheCodesAndBothEndsOfTheRanges() {
    ExpectedCodes codes = ExpectedCodes.parse("200-299, 404");

    assertThat(codes.contains(200)).isTrue();
    assertThat(codes.contains(299)).isTrue();
    assertThat(codes.contains(404)).isTrue();
    assertThat(codes.contains(199)).isFalse();
    assertThat(codes.contains(300)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "200-", "-200", "99", "600", "300-200", "200,,201", "1-2-3"})
  void refusesWhatIsNoListOfCodes(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ExpectedCodes.parse(text));
  }
}
