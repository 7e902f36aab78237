package io.sluice.bridge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How the bridge keeps webhook events. */
@ConfigMapping(prefix = "sluice.bridge")
public interface BridgeConfig {
  /**
   * Hours for which an event is kept after it was done or rejected, 1-8760. As long as it is kept,
   * the same event id is not carried out again: keep it above the time over which a sender repeats.
   */
  @WithDefault("168")
  @Min(1)
  @Max(8_760)
  int inboxRetentionHours();
}
