package io.sluice.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "/a/", "/a.b/c", "/a..b", "*", "/a-b_c~d!$&'()*+,=:@"})
  void plainPathsHaveOneReading(String path) {
    assertThat(RequestPath.hasOneReading(path, path.length())).isTrue();
    assertThat(RequestPath.lenientReading(path, path.length()))
        .isEqualTo(path.startsWith("/") ? path : "/" + path);
  }

  @ParameterizedTest
  @CsvSource({
    "//admin, /admin",
    "/x/../admin, /admin",
    "/./admin, /admin",
    "/x/%2e%2E/admin, /admin",
    "/%61dmin, /admin",
    "/x%2F..%2fadmin, /admin",
    "/admin;v=1/y, /admin/y",
    "/x\\admin, /x/admin",
    "/admin#x, /admin",
    "/../../admin/., /admin/",
    "/a/.., /",
    "/a//, /a/",
    "/100%, /100%",
    "/%zz, /%zz",
  })
  void otherPathsHaveALenientReading(String path, String lenient) {
    assertThat(RequestPath.hasOneReading(path, path.length())).isFalse();
    assertThat(RequestPath.lenientReading(path, path.length())).isEqualTo(lenient);
  }

  @ParameterizedTest
  @CsvSource({
    "/%2561dmin, /admin",
    "/%252561dmin, /admin",
    "/x/%252e%252e/admin, /admin",
    "/x%252f..%255cadmin, /admin",
    "/x%c0%af..%c0%afadmin, /admin",
    "/x/%c0%ae%c0%ae/admin, /admin",
    "/x/%e0%80%ae%e0%80%ae%e0%80%afadmin, /admin",
    "/x/..%c1%9cadmin, /admin",
    "/x/%25c0%25ae./admin, /admin",
    "/%u0061dmin, /admin",
    "/x%u002f%u002e%u002e/admin, /admin",
    "/admin%00, /admin",
    "/admin%00.png, /admin",
    "/admin%2500/x, /admin",
  })
  void someAreReadYetOtherwiseByCarelessTargets(String path, String careless) {
    assertThat(RequestPath.carelessReading(path, path.length())).isEqualTo(careless);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/a%20b", "/a%2fb", "/%c3%a4", "/100%", "/a%25", "/%zz", "/%e2%82%ac"})
  void mostAreNot(String path) {
    assertThat(RequestPath.carelessReading(path, path.length())).isNull();
  }
}
