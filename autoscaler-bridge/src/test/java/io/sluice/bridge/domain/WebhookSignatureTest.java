package io.sluice.bridge.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
  private static final String TIME = "1767225600";
  private static final Instant NOW = Instant.ofEpochSecond(1_767_225_600L);
  private static final Duration WINDOW = Duration.ofSeconds(300);
  private static final String RIGHT = WebhookSignature.sign(SECRET, TIME, BODY);

  /** Made with: printf '%s.%s' TIME BODY | openssl dgst -sha256 -hmac SECRET. */
  @Test
  void isWhatOpensslMakes() {
    assertThat(RIGHT)
        .isEqualTo("v1=5a178d9c0a752b5853bf52551646d72a3506620c785b7cfaf493f8b2adddfbdd");
  }

  @Test
  void takesTheRightSignatureWithinTheWindow() {
    assertThat(verify(TIME, RIGHT, NOW)).isTrue();
    assertThat(verify(TIME, RIGHT, NOW.plusSeconds(300))).isTrue();
    assertThat(verify(TIME, RIGHT, NOW.minusSeconds(300))).isTrue();
    assertThat(verify(TIME, RIGHT.toUpperCase(Locale.ROOT).replace("V1=", "v1="), NOW)).isTrue();
  }

  @Test
  void refusesTimesOutsideTheWindow() {
    assertThat(verify(TIME, RIGHT, NOW.plusSeconds(301))).isFalse();
    assertThat(verify(TIME, RIGHT, NOW.minusSeconds(301))).isFalse();
  }

  @Test
  void refusesAnotherTimeBodyOrSecret() {
    assertThat(verify("1767225601", RIGHT, NOW)).isFalse();
    assertThat(WebhookSignature.verify(TIME, RIGHT, new byte[0], List.of(SECRET), WINDOW, NOW))
        .isFalse();
    assertThat(WebhookSignature.verify(TIME, RIGHT, BODY, List.of("x".repeat(32)), WINDOW, NOW))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1=", "v1=00", "v2=", "v1=zz", "rubbish", ",,,", "v1 = "})
  void refusesMalformedSignatures(String signature) {
    assertThat(verify(TIME, signature, NOW)).isFalse();
  }

  @Test
  void refusesATruncatedSignature() {
    assertThat(verify(TIME, RIGHT.substring(0, RIGHT.length() - 2), NOW)).isFalse();
    assertThat(verify(TIME, RIGHT.substring(3), NOW)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "-1767225600", "1767225600.0", "99999999999", "999999999999"})
  void refusesMalformedTimes(String time) {
    assertThat(verify(time, WebhookSignature.sign(SECRET, time, BODY), NOW)).isFalse();
  }

  @Test
  void missingHeadersAreNoSignature() {
    assertThat(verify(null, RIGHT, NOW)).isFalse();
    assertThat(verify(TIME, null, NOW)).isFalse();
  }

  @Test
  void oneRightSignatureOfFourIsEnough() {
    String wrong = "v1=" + "0".repeat(64);

    assertThat(verify(TIME, wrong + ", " + RIGHT, NOW)).isTrue();
    assertThat(verify(TIME, (wrong + ",").repeat(4) + RIGHT, NOW)).isFalse();
  }

  @Test
  void takesEachSecretThatIsGood() {
    List<String> both = List.of("x".repeat(32), SECRET);

    assertThat(WebhookSignature.verify(TIME, RIGHT, BODY, both, WINDOW, NOW)).isTrue();
  }

  private static boolean verify(String time, String signature, Instant now) {
    return WebhookSignature.verify(time, signature, BODY, List.of(SECRET), WINDOW, now);
  }
}
