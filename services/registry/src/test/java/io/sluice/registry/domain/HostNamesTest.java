package io.sluice.registry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "Web-1.Example.COM, web-1.example.com",
    "localhost, localhost",
    "1a, 1a",
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
    "::1, ::1",
    "::, ::",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "::ffff:192.0.2.1, 192.0.2.1"
  })
  void anAddressHasOneForm(String text, String canonical) {
    assertThat(HostNames.canonical(text)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "-a",
        "a-",
        "a..b",
        ".a",
        "a.",
        "a_b",
        "10.0.0.256",
        "10.0.0",
        "010.0.0.1",
        "1.2.3.4.5",
        "127.1",
        "web.1",
        "[::1]",
        "1::2::3",
        "fe80::1%eth0",
        "http://a",
        "a:80",
        "10.0.0.1:80",
        "ä.example.com"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThat(HostNames.canonical(text)).isEmpty();
  }

  @Test
  void aLabelHasAtMost63AndANameAtMost253Characters() {
    assertThat(HostNames.canonical("a".repeat(63))).isPresent();
    assertThat(HostNames.canonical("a".repeat(64))).isEmpty();
    assertThat(HostNames.canonical("a.".repeat(126) + "b")).isPresent();
    assertThat(HostNames.canonical("a.".repeat(126) + "bc")).isEmpty();
  }
}
