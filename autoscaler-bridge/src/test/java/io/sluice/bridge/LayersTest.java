package io.sluice.bridge;

import io.sluice.chassis.test.ServiceLayers;
import org.junit.jupiter.api.Test;

class LayersTest {
  @Test
  void theLayersAreKept() {
    ServiceLayers.check("io.sluice.bridge");
  }
}
