package io.sluice.chassis.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
  @Test
  void idsAscendAndAreOfVersion7() {
    List<UUID> ids = Stream.generate(Ids::next).limit(10_000).toList();

    assertThat(ids.stream().map(UUID::toString)).isSorted().doesNotHaveDuplicates();
    assertThat(ids).allMatch(id -> id.version() == 7 && id.variant() == 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1-1-1-1-1", "0198c0de00007000800000000000 0000", "x"})
  void onlyTheFullFormIsAnId(String text) {
    assertThat(Ids.parse(text)).isNull();
  }
}
