package io.sluice.listeners.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "0.0.0.0, 0.0.0.0",
    "::, ::",
    "::1, ::1",
    "0:0:0:0:0:0:0:1, ::1",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8:1:0:0:0:0:0, 2001:db8:1::",
    "fe80:0000::00ff, fe80::ff",
    "::ffff:192.0.2.1, 192.0.2.1",
  })
  void equalAddressesHaveOneForm(String text, String canonical) {
    assertThat(IpAddresses.canonical(text)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "127.1",
        "1.2.3",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.4.5",
        "[::1]",
        "fe80::1%lo",
        "1:2:3",
        ":::",
        "12345::",
        "10.0.0.0/8",
        "1.2.3.4:80",
        " 1.2.3.4"
      })
  void whatIsNoIpLiteralIsRefused(String text) {
    assertThat(IpAddresses.canonical(text)).isEmpty();
  }
}
