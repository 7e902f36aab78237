package io.sluice.listeners;

import io.sluice.chassis.test.ServiceLayers;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void layersAreKept() {
    ServiceLayers.check("io.sluice.listeners");
  }
}
