package io.sluice.gateway.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.CookieKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final Instant T = Instant.ofEpochSecond(1_000);

  @Test
  void theNewestWhoseTimeHasComeSeals() {
    KeyRing ring =
        KeyRing.of(
            List.of(
                Keys.key(3, T.plusSeconds(20)), Keys.key(1, T), Keys.key(2, T.plusSeconds(10))));

    assertThat(ring.seals(T.toEpochMilli() - 1)).isFalse();
    assertThat(sealingAt(ring, 0)).isEqualTo(1);
    assertThat(sealingAt(ring, 10)).isEqualTo(2);
    assertThat(sealingAt(ring, 1_000_000)).isEqualTo(3);
  }

  @Test
  void allGatewaysTakeTheSameOfTwoWithOneTime() {
    assertThat(sealingAt(KeyRing.of(List.of(Keys.key(1, T), Keys.key(2, T))), 0))
        .isEqualTo(sealingAt(KeyRing.of(List.of(Keys.key(2, T), Keys.key(1, T))), 0));
  }

  @Test
  void aKeyOfAnotherFormIsLeftOut() {
    UUID id = new UUID(1, 1);

    assertThat(KeyRing.of(List.of(new CookieKey(id, "no base64!", T))).numbered(1)).isNull();
    assertThat(KeyRing.of(List.of(new CookieKey(id, "AAAA", T))).numbered(1)).isNull();
  }

  @Test
  void withoutKeysNothingIsSealed() {
    assertThat(KeyRing.EMPTY.seals(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void aKeysTextDoesNotTellItsSecret() {
    assertThat(Keys.key(7, T).toString()).doesNotContain(Keys.key(7, T).secret());
  }

  private static int sealingAt(KeyRing ring, int seconds) {
    return ring.sealing(T.plusSeconds(seconds).toEpochMilli()).number();
  }
}
