package io.sluice.listeners.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrBlocksTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/8", "0.0.0.0/0", "192.0.2.7/32", "2001:db8::/32", "::/0", "::1/128"})
  void blocksAreTaken(String text) {
    assertThat(CidrBlocks.isBlock(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/08", "a/8", "::1/64", "/8", ""})
  void otherTextsAreRefused(String text) {
    assertThat(CidrBlocks.isBlock(text)).isFalse();
  }
}
