package io.sluice.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatesTest {
  private static final long SECOND = 1_000_000_000;

  /** The monotonic clock may be anywhere; this is just before it overflows. */
  private static final long START = Math.subtractExact(Long.MAX_VALUE, SECOND / 2);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1_000, 300_000})
  void asManyAtOnceAsASecondBringsAndThenAsTheyComeIn(int perSecond) {
    TokenBucket bucket = new TokenBucket(START);
    assertThat(taken(bucket, perSecond, START)).isBetween(perSecond, perSecond + perSecond / 1_000);
    assertThat(bucket.take(1, perSecond, START)).isFalse();
    assertThat(taken(bucket, perSecond, START + SECOND))
        .isBetween(perSecond, perSecond + perSecond / 1_000);
    assertThat(bucket.take(1, perSecond, START + SECOND + SECOND / perSecond + 1)).isTrue();
  }

  @Test
  void longPauseBuysNoMoreThanASecond() {
    TokenBucket bucket = new TokenBucket(START);
    assertThat(taken(bucket, 10, START + 3_600 * SECOND)).isEqualTo(10);
  }

  @Test
  void loopsTogetherStayWithinTheRateButForAMillisecondEach() {
    TokenBucket bucket = new TokenBucket(START);
    LoopRate[] loops = {new LoopRate(bucket), new LoopRate(bucket), new LoopRate(bucket)};
    int perSecond = 50_000;
    int taken = 0;
    for (int i = 0; i < 1_000_000; i++) {
      // Ten seconds, in which twice as many are asked for.
      long now = START + i * 10_000L;
      taken += loops[i % 3].take(perSecond, now) ? 1 : 0;
    }
    assertThat(taken).isBetween(perSecond * 10, perSecond * 11 + 3 * perSecond / 1_000 + 11);
  }

  @Test
  void oneLoopGetsAllWhenOthersAreSilent() {
    TokenBucket bucket = new TokenBucket(START);
    LoopRate silent = new LoopRate(bucket);
    LoopRate busy = new LoopRate(bucket);
    assertThat(silent.take(10, START)).isTrue();
    int taken = 0;
    while (busy.take(10, START)) {
      taken++;
    }
    assertThat(taken).isEqualTo(9);
  }

  @Test
  void loweredRateTakesBackWhatALoopHasFetched() {
    TokenBucket bucket = new TokenBucket(START);
    LoopRate loop = new LoopRate(bucket);
    assertThat(loop.take(1_000_000, START)).isTrue();
    int taken = 0;
    while (loop.take(10, START)) {
      taken++;
    }
    assertThat(taken).isLessThanOrEqualTo(11);
  }

  private static int taken(TokenBucket bucket, int perSecond, long now) {
    int taken = 0;
    while (bucket.take(1, perSecond, now)) {
      taken++;
    }
    return taken;
  }
}
