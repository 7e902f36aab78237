package io.sluice.chassis.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretKeysTest {
  private static final String OLD = Base64.getEncoder().encodeToString(new byte[32]);
  private static final String NEW =
      Base64.getEncoder()
          .encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
  private static final UUID OWNER = new UUID(1, 2);

  @Test
  void whatIsSealedIsOpenedAndLooksDifferentEachTime() {
    SecretKeys keys = keys(OLD);

    String sealed = keys.seal(OWNER, "sécret");

    assertThat(sealed).doesNotContain("cret").isNotEqualTo(keys.seal(OWNER, "sécret"));
    assertThat(keys.open(OWNER, sealed)).contains("sécret");
  }

  @Test
  void aNewKeyAtTheTopSealsAndTheOldOneStillOpens() {
    String sealed = keys(OLD).seal(OWNER, "a");
    SecretKeys both = keys("# rotated\n" + NEW + "\n\n" + OLD + "\n");

    assertThat(both.open(OWNER, sealed)).contains("a");
    assertThat(keys(NEW).open(OWNER, both.seal(OWNER, "b"))).contains("b");
    assertThat(keys(NEW).open(OWNER, sealed)).isEmpty();
  }

  @Test
  void anotherObjectsSecretAndChangedOnesAreNotOpened() {
    SecretKeys keys = keys(OLD);
    String sealed = keys.seal(OWNER, "secret");

    assertThat(keys.open(new UUID(1, 3), sealed)).isEmpty();
    // The last characters of base64 have bits that mean nothing.
    for (int i = 0; i < sealed.length() - 3; i++) {
      char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
      assertThat(keys.open(OWNER, changed)).isEmpty();
      assertThat(keys.open(OWNER, sealed.substring(0, i))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# none", "AAAA", "not base64!"})
  void aFileWithoutProperKeysIsRefusedWithoutShowingThem(String text) {
    assertThatThrownBy(() -> keys(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("not base64!");
  }

  private static SecretKeys keys(String text) {
    return SecretKeys.parse(text, new SecureRandom());
  }
}
