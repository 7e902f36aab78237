package io.sluice.gateway.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.memory.BufferMemory.Supply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BufferMemoryTest {
  @ParameterizedTest
  @CsvSource({
    "0, AMPLE",
    "500, AMPLE",
    "501, SHORT",
    "750, SHORT",
    "751, SCARCE",
    "1000, SCARCE",
    "2000, SCARCE"
  })
  void theFullerTheMemoryTheLessIsReadAtOnce(long used, Supply expected) {
    assertThat(BufferMemory.supply(used, 1000)).isEqualTo(expected);
    assertThat(Supply.SCARCE.maxRead())
        .isLessThan(Supply.SHORT.maxRead())
        .isLessThan(Supply.AMPLE.maxRead());
  }
}
