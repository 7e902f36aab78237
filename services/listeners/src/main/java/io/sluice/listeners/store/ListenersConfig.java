package io.sluice.listeners.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of the listeners service. */
@ConfigMapping(prefix = "sluice.listeners")
public interface ListenersConfig {
  /**
   * The most listeners of one load balancer; creating one more is answered 409. Default 20. A lower
   * value leaves alone what is there.
   */
  @WithDefault("20")
  int maxListenersPerLoadBalancer();

  /**
   * The most rules of one rule group; creating one more is answered 409. Default 50. A lower value
   * leaves alone what is there; thousands are possible, at the price of a larger snapshot for each
   * gateway that starts.
   */
  @WithDefault("50")
  int maxRulesPerRuleGroup();
}
