package io.sluice.contracts.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length",
        "content_length",
        "Transfer-Encoding",
        "Transfer.Encoding",
        "TE",
        "Connection",
        "Host",
        "Upgrade",
        "HTTP2-Settings",
        "Via",
        "Max-Forwards",
        ":path",
        "X Y",
        "X:",
        "X\r\nY",
        "",
        "É",
      })
  void whatFramesAMessageOrIsNoNameIsNotEdited(String name) {
    assertThat(HeaderRules.isEditable(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Team", "Authorization", "Set-Cookie", "x-forwarded-for", "Server"})
  void otherFieldsAre(String name) {
    assertThat(HeaderRules.isEditable(name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Host, false",
    "connection, false",
    "Upgrade, false",
    "Content-Length, true",
    "X-A, true",
    "'X A', false"
  })
  void conditionsLookAtWhatIsNotOfTheConnection(String name, boolean readable) {
    assertThat(HeaderRules.isReadable(name)).isEqualTo(readable);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nB: c", "a\n", "a\0b", " a", "a ", "é", "\t"})
  void aValueHasNoControlCharacters(String value) {
    assertThat(HeaderRules.isValue(value)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a b", "max-age=5, \"x\""})
  void aValueIsVisibleText(String value) {
    assertThat(HeaderRules.isValue(value)).isTrue();
  }
}
