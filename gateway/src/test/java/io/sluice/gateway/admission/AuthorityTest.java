package io.sluice.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a.example", "A-b_c.example.:80", "1.2.3.4:65535", "[::1]", "[fe80::1]:8"})
  void hostsThatExist(String authority) {
    assertThat(Authority.valid(authority)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ":80", "a:", "a:0", "a:65536", "a:+1", "a:1:2", "a b", "a,b", "a/b", "u@a", "a?b",
        "a\tb", "[]", "[::1", "[::1]a", "[g::]", "[", "::1", "\u00e4", "a\"", "a;b"
      })
  void everythingElse(String authority) {
    assertThat(Authority.valid(authority)).isFalse();
  }
}
