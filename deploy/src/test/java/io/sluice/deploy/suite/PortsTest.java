package io.sluice.deploy.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void everyPortOfTheLargestSuiteIsUsedOnce() {
    List<Integer> ports =
        new Ports(9080, Ports.MAX_GATEWAYS, 8080)
            .uses(true, true).stream().map(Ports.Use::port).toList();

    assertThat(ports).doesNotHaveDuplicates().hasSize(10 * 4 + 3);
  }

  @Test
  void portsAreThoseOfTheDocumentedPlan() {
    Ports ports = new Ports(9080, 2, 8080);

    assertThat(Ports.SERVICES.stream().map(ports::rest)).containsExactly(9081, 9082, 9083, 9084);
    assertThat(ports.rest("gateway-2")).isEqualTo(9092);
    assertThat(ports.postgres()).isEqualTo(9100);
    assertThat(ports.demo(2)).isEqualTo(9102);
    assertThat(ports.members().stream().map(ports::membership))
        .containsExactly(9121, 9122, 9123, 9124, 9125, 9126);
    assertThat(ports.bus("gateway-2")).isEqualTo(9136);
  }

  @Test
  void rangesAreNamedWhenTheyAreLeft() {
    assertThatThrownBy(() -> new Ports(80, 2, 8080)).hasMessageContaining("1024-65300");
    assertThatThrownBy(() -> new Ports(9080, 7, 8080)).hasMessageContaining("1-6");
    assertThatThrownBy(() -> new Ports(9080, 2, 0)).hasMessageContaining("1-65535");
  }

  @Test
  void aListenerOnAPortOfTheSuiteItselfIsRefused() {
    assertThatThrownBy(() -> new Ports(9080, 2, 9081).requireHttpApart(true, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9081")
        .hasMessageContaining("REST of listeners");
  }
}
