package io.sluice.chassis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
  @Test
  void givesBothDriversTheirSettings() {
    assertThat(
            DatabaseUrl.toSettings("postgresql://me:secret@db.local:6000/sluice?sslmode=require"))
        .isEqualTo(
            Map.of(
                "quarkus.datasource.reactive.url",
                "postgresql://db.local:6000/sluice?sslmode=require",
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://db.local:6000/sluice?sslmode=require",
                "quarkus.datasource.username",
                "me",
                "quarkus.datasource.password",
                "secret"));
  }

  @Test
  void decodesUserAndPasswordAndTakesTheDefaultPort() {
    Map<String, String> settings =
        DatabaseUrl.toSettings("postgres://a%40b:p%3A%2F+%25@[::1]/sluice");

    assertThat(settings)
        .containsEntry("quarkus.datasource.username", "a@b")
        .containsEntry("quarkus.datasource.password", "p:/+%")
        .containsEntry("quarkus.datasource.reactive.url", "postgresql://[::1]:5432/sluice");
  }

  @Test
  void aPasswordIsNotNeeded() {
    assertThat(DatabaseUrl.toSettings("postgresql://me@h/d"))
        .doesNotContainKey("quarkus.datasource.password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "jdbc:postgresql://h/d",
        "mysql://me:hidden@h/d",
        "postgresql://h/d",
        "postgresql://:hidden@h/d",
        "postgresql://me:hidden@h",
        "postgresql://me:hidden@h/",
        "postgresql://me:hidden@h/a/b",
        "postgresql://me:hid den@h/d",
        "postgresql://me:hidden%zz@h/d",
        "postgresql://me:hid@den@h/d"
      })
  void aMalformedUrlIsSaidWithoutThePassword(String url) {
    assertThatThrownBy(() -> DatabaseUrl.toSettings(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sluice.database.url must be")
        .hasMessageNotContaining("hid");
  }
}
