package io.sluice.listeners.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Limits and secrets of the listeners service. */
@ConfigMapping(prefix = "sluice.listeners")
public interface ListenersConfig {
  /**
   * The most listeners of one load balancer; creating one more is answered 409. Default 20. A lower
   * value leaves alone what is there.
   */
  @WithDefault("20")
  int maxListenersPerLoadBalancer();

  /**
   * A file with the keys that private keys of certificates are sealed with in the database
   * (AES-256-GCM): the base64 of 32 random bytes a line ({@code openssl rand -base64 32}). The
   * first line seals, every line opens, so a new key goes to the top. Read at start; mode 600; the
   * same for all replicas. Default: none, and a private key is answered 503; {@code ./sluice up}
   * makes one. Back it up apart from the database: without it stored private keys are lost.
   */
  Optional<Path> secretKeyFile();

  /**
   * The most rules of one rule group; creating one more is answered 409. Default 50. A lower value
   * leaves alone what is there; thousands are possible, at the price of a larger snapshot for each
   * gateway that starts.
   */
  @WithDefault("50")
  int maxRulesPerRuleGroup();
}
