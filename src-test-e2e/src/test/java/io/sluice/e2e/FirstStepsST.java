package io.sluice.e2e;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first minutes of a new user. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FirstStepsST {
  @Test
  void upCarriesTrafficThroughBothGatewaysAndDownLeavesNothing() throws Exception {
    FirstSteps.walk("first");
  }
}
