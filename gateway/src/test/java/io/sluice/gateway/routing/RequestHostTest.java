package io.sluice.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestHostTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "www.Shop.TEST, www.shop.test",
        "www.shop.test:8080, www.shop.test",
        "www.shop.test.:80, www.shop.test",
        "10.0.0.1:80, 10.0.0.1",
        "[::1]:8080, [::1]",
        "[FE80::1], [fe80::1]",
        "localhost:, localhost",
        "'', -",
        ":80, -",
        "-, -",
      })
  void isComparedInLowerCaseWithoutPortAndWithoutTheRootDot(String authority, String host) {
    assertThat(RequestHost.normalize(authority)).isEqualTo(host);
  }
}
