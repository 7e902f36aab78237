package io.sluice.registry.api;

import io.sluice.chassis.api.Fields;
import io.sluice.contracts.model.PoolSettings;
import io.sluice.contracts.model.TargetTls;
import io.sluice.registry.domain.HostNames;

/** Reads the parts of a backend service that say how targets are connected to. */
final class TargetSettings {
  private TargetSettings() {}

  static TargetTls tls(Fields in) {
    return new TargetTls(
        in.bool("verify").or(TargetTls.DEFAULT.verify()),
        in.id("authorityId").optional(),
        in.text("serverName")
            .matching(HostNames::isName, "a host name of 1-253 characters, no IP address")
            .optional(),
        in.id("clientCertificateId").optional());
  }

  static PoolSettings pool(Fields in) {
    PoolSettings standard = PoolSettings.DEFAULT;
    return new PoolSettings(
        in.integer("maxConnections").range(1, 65_535).or(standard.maxConnections()),
        in.integer("maxIdleSeconds").range(1, 3_600).or(standard.maxIdleSeconds()),
        in.integer("maxAgeSeconds").range(0, 86_400).or(standard.maxAgeSeconds()),
        in.integer("maxWaiting").range(0, 65_535).or(standard.maxWaiting()),
        in.integer("waitTimeoutMillis").range(1, 60_000).or(standard.waitTimeoutMillis()));
  }
}
