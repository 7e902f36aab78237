package io.sluice.gateway.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookieSealTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final UUID SERVICE = new UUID(1, 2);
  private static final UUID TARGET = new UUID(0x0123456789abcdefL, 0xfedcba9876543210L);
  private static final Scope SCOPE = Scope.targetsOf(SERVICE);

  private final KeyRing ring = Keys.ring(1);
  private final CookieSeal seal = new CookieSeal(new SecureRandom());

  @Test
  void anyGatewayWithTheKeyOpensWhatOneSealed() {
    String value = seal.seal(ring, SCOPE, TARGET, NOW);

    Ticket ticket = new CookieSeal(new SecureRandom()).open(Keys.ring(1), SCOPE, value);

    assertThat(ticket).isEqualTo(new Ticket(TARGET, NOW / 1_000, null));
  }

  @Test
  void aValueSaysNothingAndIsNeverTheSame() {
    Set<String> values = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      values.add(seal.seal(ring, SCOPE, TARGET, NOW));
    }

    assertThat(values).hasSize(1_000).allMatch(value -> value.matches("[0-9A-Za-z_-]{72}"));
    byte[] bytes = Base64.getUrlDecoder().decode(values.iterator().next());
    assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("\u0001\u0023\u0045", "\u00fe\u00dc\u00ba");
  }

  @Test
  void cutAtAnyLengthItIsIgnored() {
    String value = seal.seal(ring, SCOPE, TARGET, NOW);

    for (int length = 0; length < value.length(); length++) {
      assertThat(open(value.substring(0, length)).flaw()).isEqualTo(CookieEvent.MALFORMED);
    }
  }

  @Test
  void withAnyBitFlippedItIsIgnored() {
    byte[] bytes = Base64.getUrlDecoder().decode(seal.seal(ring, SCOPE, TARGET, NOW));

    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Ticket ticket = open(Base64.getUrlEncoder().encodeToString(flipped));

      assertThat(ticket.choice()).isNull();
      assertThat(ticket.flaw())
          .isEqualTo(
              bit < 8
                  ? CookieEvent.MALFORMED
                  : bit < 40 ? CookieEvent.UNKNOWN_KEY : CookieEvent.FORGED);
    }
  }

  @Test
  void withAnyCharacterReplacedItIsIgnored() {
    String value = seal.seal(ring, SCOPE, TARGET, NOW);

    for (int i = 0; i < value.length(); i++) {
      for (char c : new char[] {'A', 'b', '=', '+', '/', ' ', '%', '\u00e9', '\u4e00'}) {
        if (value.charAt(i) != c) {
          assertThat(open(value.substring(0, i) + c + value.substring(i + 1)).flaw()).isNotNull();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {73, 4_096, 10_000_000})
  void aHugeValueIsIgnored(int length) {
    String value = seal.seal(ring, SCOPE, TARGET, NOW);

    assertThat(open(value + "A".repeat(length - value.length())).flaw())
        .isEqualTo(CookieEvent.MALFORMED);
  }

  @Test
  void ofAnotherServiceItIsIgnored() {
    String value = seal.seal(ring, Scope.targetsOf(new UUID(1, 3)), TARGET, NOW);

    assertThat(open(value).flaw()).isEqualTo(CookieEvent.FORGED);
  }

  @Test
  void ofAnotherUseItIsIgnored() {
    String companion = seal.seal(ring, Scope.companionOf(SERVICE, "a"), TARGET, NOW);

    assertThat(open(companion).flaw()).isEqualTo(CookieEvent.FORGED);
    assertThat(open(seal.seal(ring, Scope.GROUP, TARGET, NOW)).flaw())
        .isEqualTo(CookieEvent.FORGED);
    assertThat(seal.open(ring, Scope.companionOf(SERVICE, "b"), companion).flaw())
        .isEqualTo(CookieEvent.FORGED);
    assertThat(seal.open(ring, Scope.companionOf(SERVICE, "a"), companion).choice())
        .isEqualTo(TARGET);
  }

  @Test
  void oneSealedByOtherKeysOfTheSameNumberIsIgnored() {
    String value = seal.seal(ring, SCOPE, TARGET, NOW);
    KeyRing others =
        KeyRing.of(
            java.util.List.of(
                new io.sluice.contracts.model.CookieKey(
                    new UUID(9, 1),
                    Base64.getEncoder().encodeToString(new byte[32]),
                    java.time.Instant.EPOCH)));

    assertThat(seal.open(others, SCOPE, value).flaw()).isEqualTo(CookieEvent.FORGED);
  }

  @Test
  void aKeyThatIsRotatedStillOpensUntilItLeavesTheRing() {
    String old = seal.seal(Keys.ring(1), SCOPE, TARGET, NOW);

    assertThat(seal.open(Keys.ring(1, 2), SCOPE, old).choice()).isEqualTo(TARGET);
    assertThat(seal.open(Keys.ring(2), SCOPE, old).flaw()).isEqualTo(CookieEvent.UNKNOWN_KEY);
  }

  @Test
  void oneFromAClockAheadIsAsNewAsCanBe() {
    Ticket ahead = open(seal.seal(ring, SCOPE, TARGET, NOW + 60_000));

    assertThat(ahead.olderThan(0, NOW)).isFalse();
    assertThat(ahead.olderThan(10, NOW + 70_000)).isFalse();
    assertThat(ahead.olderThan(10, NOW + 71_000)).isTrue();
  }

  private Ticket open(String value) {
    return seal.open(ring, SCOPE, value);
  }
}
