package io.sluice.health;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready before the registry has said what is to be probed; its later absence does no harm. */
@Readiness
@Singleton
public class RegistryReadiness implements HealthCheck {
  private final HealthService service;

  public RegistryReadiness(HealthService service) {
    this.service = service;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("registry").status(service.registryKnown()).build();
  }
}
