package io.sluice.listeners.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.listeners.domain.HostPattern.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPatternTest {
  @ParameterizedTest
  @CsvSource({
    "example.com, EXACT, example.com",
    "WWW.Example.COM, EXACT, www.example.com",
    "localhost, EXACT, localhost",
    "127.0.0.1, EXACT, 127.0.0.1",
    "xn--bcher-kva.example, EXACT, xn--bcher-kva.example",
    "my_service.internal, EXACT, my_service.internal",
    "*.example.com, SUFFIX, *.example.com",
    "*.COM, SUFFIX, *.com",
    "www.example.*, PREFIX, www.example.*",
    "www.*, PREFIX, www.*",
  })
  void aValidPatternIsKeptInLowerCase(String text, Kind kind, String kept) {
    assertThat(HostPattern.parse(text)).contains(new HostPattern(kind, kept));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "*",
        "*.*",
        "**.example.com",
        "a.*.example.com",
        "*example.com",
        "*.example.*",
        ".example.com",
        "example.com.",
        "exam..ple.com",
        "example.com:80",
        "http://example.com",
        "example.com/path",
        "-example.com",
        "example-.com",
        "bücher.example",
        "\u212Aelvin.example",
        "exam ple.com",
        "example.com\r\n",
        "[::1]",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com",
      })
  void whatIsNoHostPatternIsRefused(String text) {
    assertThat(HostPattern.parse(text)).isEmpty();
  }

  @Test
  void aPatternMayHave253CharactersAndNoMore() {
    String label = "a".repeat(62) + ".";
    String longest = label.repeat(4) + "b";

    assertThat(longest).hasSize(253);
    assertThat(HostPattern.parse(longest)).isPresent();
    assertThat(HostPattern.parse(longest + "b")).isEmpty();
  }

  @Test
  void exactComesBeforeTheLongestSuffixBeforeTheLongestPrefix() {
    List<String> ordered =
        Stream.of("www.*", "*.com", "a.example.com", "www.example.*", "*.example.com")
            .map(text -> HostPattern.parse(text).orElseThrow())
            .sorted()
            .map(HostPattern::text)
            .toList();

    assertThat(ordered)
        .containsExactly("a.example.com", "*.example.com", "*.com", "www.example.*", "www.*");
  }
}
