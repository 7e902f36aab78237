package io.sluice.registry.api;

import io.sluice.chassis.api.Fields;
import io.sluice.contracts.model.Ejection;

/** Reads the parts of a backend service that say how failing targets are borne. */
final class ResilienceSettings {
  private ResilienceSettings() {}

  static Ejection ejection(Fields in) {
    Ejection standard = Ejection.DEFAULT;
    return new Ejection(
        in.integer("consecutiveFailures").range(0, 100).or(standard.consecutiveFailures()),
        in.integer("seconds").range(1, 3_600).or(standard.seconds()),
        in.integer("maxPercent").range(1, 100).or(standard.maxPercent()));
  }
}
