package io.sluice.listeners.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/a", "/a/b/", "/a%20b", "/a.b/..c/...", "/a;v=1,2/@x:y", "/~a[1]{}"})
  void absolutePathsAreTaken(String path) {
    assertThat(Paths.isPath(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "*",
        "/a b",
        "/a?x=1",
        "/a#b",
        "/a\r\nb",
        "/a\u0000",
        "/ä",
        "/a%",
        "/a%2",
        "/a%zz",
        "/a\\b",
        "/a/../b",
        "/a/.",
        "/./a",
        "/..",
        "/a/%2e%2E/b",
        "/a/.%2e",
        "//",
        "/a//b",
        "//evil.example",
      })
  void whatCanNeverBeARequestsPathIsRefused(String path) {
    assertThat(Paths.isPath(path)).isFalse();
  }

  @Test
  void aPathMayHave1024CharactersAndNoMore() {
    String longest = "/" + "a".repeat(1023);

    assertThat(Paths.isPath(longest)).isTrue();
    assertThat(Paths.isPath(longest + "a")).isFalse();
  }
}
