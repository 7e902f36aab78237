package io.sluice.chassis.cluster;

import io.sluice.chassis.bus.Bus;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says when a service that expects others stands alone. A member that the others refuse does not
 * fail: it forms a cluster of one, and only this tells.
 */
@Readiness
@Singleton
public class ClusterReadiness implements HealthCheck {
  private final Bus bus;
  private final ClusterConfig config;

  @Inject
  public ClusterReadiness(Bus bus, ClusterConfig config) {
    this.bus = bus;
    this.config = config;
  }

  @Override
  public HealthCheckResponse call() {
    int members = bus.members();
    boolean alone = members <= 1 && config.expectedMembers() > 1;
    var response =
        HealthCheckResponse.named("cluster")
            .withData("members", members)
            .withData("expected", config.expectedMembers())
            .status(!alone || config.readyAlone());
    if (alone) {
      response.withData("reason", "stands alone");
    }
    return response.build();
  }
}
