package io.sluice.registry;

import io.sluice.chassis.test.ServiceLayers;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void layersAreKept() {
    ServiceLayers.check("io.sluice.registry");
  }
}
