package io.sluice.registry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.chassis.api.Fields;
import io.sluice.chassis.api.Query;
import io.sluice.chassis.api.ResourceApi;
import io.sluice.chassis.problem.Violations;
import io.sluice.chassis.store.Replication;
import io.sluice.chassis.store.Status;
import io.sluice.chassis.store.Stored;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.BackendService.ForwardedMode;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.ProxyProtocol;
import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.registry.domain.TargetProtocols;
import io.sluice.registry.store.BackendServiceStore;
import jakarta.ws.rs.Path;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Backend services. */
@Path("/api/v1/backend-services")
@Tag(name = "Backend services", description = "How the targets of a group are used")
public class BackendServiceApi extends ResourceApi<BackendService> {
  /** In less time caches and compilers warm up no further. */
  private static final int MIN_SLOW_START = 30;

  private static final int MAX_SLOW_START = 900;

  private final Replication<RegistryDelta> replication;

  public BackendServiceApi(BackendServiceStore store, Replication<RegistryDelta> replication) {
    super(store);
    this.replication = replication;
  }

  @Override
  protected BackendService read(Fields in, UUID id, BackendService before) {
    String name = in.name();
    String description = in.description();
    Protocol protocol = in.choice("protocol", TargetProtocols.ALL).required();
    Algorithm algorithm =
        in.choice("algorithm", Algorithm.class).or(Algorithm.WEIGHTED_ROUND_ROBIN);
    BackendService service =
        new BackendService(
            id,
            name,
            description,
            protocol,
            in.integer("port").range(1, 65_535).required(),
            in.id("virtualServerGroupId").required(),
            algorithm,
            in.integer("connectTimeoutSeconds").range(1, 60).or(5),
            in.integer("responseTimeoutSeconds").range(1, 3_600).or(60),
            in.integer("requestTimeoutSeconds").range(1, 3_600).optional(),
            in.integer("retries").range(0, 5).or(1),
            in.integer("deregistrationDelaySeconds").range(0, 3_600).or(300),
            in.choice("xForwardedFor", ForwardedMode.class).or(ForwardedMode.APPEND),
            in.bool("xForwardedProto").or(true),
            in.bool("xForwardedPort").or(true),
            in.bool("xForwardedHost").or(false),
            in.object(
                    "healthCheck",
                    body -> HealthCheckBody.read(body, TargetProtocols.defaultCheck(protocol)))
                .orEmpty(),
            in.choice("httpVersion", UpstreamHttp.class)
                .or(TargetProtocols.defaultVersion(protocol)),
            in.object("tls", TargetSettings::tls).or(TargetProtocols.defaultTls(protocol)),
            in.object("pool", TargetSettings::pool).orEmpty(),
            HashKeyBody.read(in, algorithm),
            in.object("stickiness", StickinessBody::read).or(Stickiness.OFF),
            slowStart(in),
            in.object("ejection", ResilienceSettings::ejection).orEmpty(),
            in.integer("failOpenPercent").range(0, 100).or(0),
            in.object("retry", ResilienceSettings::retry).orEmpty(),
            in.object("targetCaps", ResilienceSettings::targetCaps).orEmpty(),
            in.object("circuitBreaker", ResilienceSettings::circuitBreaker).optional(),
            in.choice("proxyProtocol", ProxyProtocol.class).or(ProxyProtocol.OFF));
    Violations violations = new Violations();
    TargetProtocols.check(service, violations);
    violations.all().forEach(v -> in.wrong(v.field(), v.value(), v.allowed()));
    return service;
  }

  private static int slowStart(Fields in) {
    int seconds = in.integer("slowStartSeconds").range(0, MAX_SLOW_START).or(0);
    if (seconds > 0 && seconds < MIN_SLOW_START) {
      in.wrong("slowStartSeconds", seconds, "0, or " + MIN_SLOW_START + "-" + MAX_SLOW_START);
    }
    return seconds;
  }

  /**
   * Another protocol brings its own version of HTTP, unless the patch names one; another type of
   * stickiness has fields of its own.
   */
  @Override
  protected ObjectNode merge(ObjectNode present, ObjectNode patch) {
    if (patch.hasNonNull("protocol") && !patch.get("protocol").equals(present.get("protocol"))) {
      present.remove("httpVersion");
    }
    JsonNode type = patch.path("stickiness").path("type");
    if (type.isTextual() && !type.equals(present.path("stickiness").path("type"))) {
      present.remove("stickiness");
    }
    return super.merge(present, patch);
  }

  @Override
  protected Map<String, Query.Filter> filters() {
    return Map.of("virtualServerGroupId", Query.Filter.ID);
  }

  @Override
  protected Status status(Stored<BackendService> stored) {
    return replication.status(stored);
  }
}
