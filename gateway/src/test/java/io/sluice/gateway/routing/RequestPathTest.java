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
}
