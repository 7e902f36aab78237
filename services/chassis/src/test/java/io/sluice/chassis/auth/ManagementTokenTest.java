package io.sluice.chassis.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.config.TokenConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagementTokenTest {
  @Test
  void opensForTheTokenAlone() {
    ManagementToken token = token("secret", null);

    assertThat(token.opens("Bearer secret")).isTrue();
    assertThat(token.opens("bearer secret")).isTrue();
    assertThat(token.opens("Bearer secret2")).isFalse();
    assertThat(token.opens("Bearer ")).isFalse();
    assertThat(token.opens("secret")).isFalse();
    assertThat(token.opens(null)).isFalse();
  }

  @Test
  void readsTheFirstLineOfTheFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "from-file\nmore\n");

    assertThat(token(null, file).opens("Bearer from-file")).isTrue();
    assertThat(token("first", file).opens("Bearer first")).isTrue();
  }

  @Test
  void withoutATokenNothingOpens() {
    assertThat(token(null, null).opens("Bearer ")).isFalse();
    assertThat(token(" ", null).opens("Bearer ")).isFalse();
  }

  private static ManagementToken token(String token, Path file) {
    return new ManagementToken(
        new TokenConfig() {
          @Override
          public Optional<String> token() {
            return Optional.ofNullable(token);
          }

          @Override
          public Optional<Path> tokenFile() {
            return Optional.ofNullable(file);
          }
        });
  }
}
