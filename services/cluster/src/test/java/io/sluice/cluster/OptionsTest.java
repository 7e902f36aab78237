package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  private static ClusterOptions options(String bind, int port, ClusterOptions.Discovery found) {
    return new ClusterOptions("a", bind, port, found, null);
  }

  @Test
  void seedsAreGivenToTheStackWithTheirPorts() {
    assertThat(ChannelFactory.hosts(List.of("one:7800", " two:7801", "10.0.0.3:7802")))
        .isEqualTo("one[7800],two[7801],10.0.0.3[7802]");
    assertThat(ChannelFactory.hosts(List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "one", "one:", ":7800", "one:x", "one:0", "one:65536", "one:-1"})
  void aMalformedSeedIsNamed(String seed) {
    assertThatThrownBy(() -> ChannelFactory.hosts(List.of(seed)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + seed + "'");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65_436, 70_000})
  void aPortThatLeavesNoRoomForFailureDetectionIsRefused(int port) {
    assertThatThrownBy(
            () -> options("127.0.0.1", port, new ClusterOptions.Discovery.Static(List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1-65435");
  }

  @Test
  void aWildcardOrUnknownBindAddressIsRefusedWithItsReason() {
    for (String bind : List.of("0.0.0.0", "nowhere.invalid")) {
      ClusterOptions options = options(bind, 7_800, new ClusterOptions.Discovery.Static(List.of()));
      assertThatThrownBy(() -> ChannelFactory.create(options, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(bind);
    }
  }

  @Test
  void discoveryByDatabaseWithoutADriverSaysWhatToDo() {
    ClusterOptions options =
        options(
            "127.0.0.1",
            7_800,
            new ClusterOptions.Discovery.Database("jdbc:postgresql://x/y", "user", "secret"));
    assertThatThrownBy(() -> ChannelFactory.create(options, null))
        .hasMessageContaining("PostgreSQL driver");
    assertThat(options.toString()).doesNotContain("secret");
  }
}
