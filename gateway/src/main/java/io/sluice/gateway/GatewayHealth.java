package io.sluice.gateway;

import io.sluice.contracts.GatewayBeat.ListenerState;
import io.sluice.gateway.listener.DataPlane;
import io.sluice.gateway.sync.SyncStatus;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** The gateway's health checks. */
@Singleton
public class GatewayHealth {
  /** An event loop that does not answer for so long carries no traffic either. */
  private static final long ANSWER_SECONDS = 5;

  private final Gateway gateway;

  @Inject
  public GatewayHealth(Gateway gateway) {
    this.gateway = gateway;
  }

  /** Up when every event loop answers. */
  @Produces
  @Liveness
  @Singleton
  HealthCheck live() {
    return () -> {
      HealthCheckResponseBuilder response = HealthCheckResponse.named("event-loops");
      return report(response) == null ? response.down().build() : response.up().build();
    };
  }

  /** Up once the gateway was opened. */
  @Produces
  @Startup
  @Singleton
  HealthCheck started() {
    return () -> HealthCheckResponse.named("gateway").status(gateway.dataPlane() != null).build();
  }

  /** Up when there is a configuration to serve by, be it the copy, and while it does not drain. */
  @Produces
  @Readiness
  @Singleton
  HealthCheck ready() {
    return () -> {
      SyncStatus status = gateway.status();
      HealthCheckResponseBuilder response =
          HealthCheckResponse.named("configuration")
              .withData("revisions", status.revisions().toString())
              .withData("draining", status.draining());
      if (status.copyAgeSeconds() != null) {
        response.withData("copyAgeSeconds", status.copyAgeSeconds());
      }
      DataPlane.Report report = report(response);
      if (report != null) {
        List<ListenerState> listeners = report.listeners();
        response.withData("listeners", listeners.size());
        response.withData(
            "listenersBound", listeners.stream().filter(ListenerState::bound).count());
      }
      return response.status(status.configured() && !status.draining()).build();
    };
  }

  private DataPlane.Report report(HealthCheckResponseBuilder response) {
    try {
      return gateway
          .dataPlane()
          .report()
          .toCompletionStage()
          .toCompletableFuture()
          .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      response.withData("reason", "no answer within " + ANSWER_SECONDS + " s");
    } catch (ExecutionException e) {
      response.withData("reason", e.getCause().toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }
}
