package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.contracts.model.BackendService;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.balancing.LoopEndpoint;
import io.sluice.gateway.persistence.Scope;
import java.util.Collection;
import java.util.UUID;

/** A client that keeps to its target by a cookie that gateways make. */
final class GatewayCookie implements TargetSession {
  private final UUID serviceId;
  private final ChoiceCookie cookie;
  private final KeptTarget kept;

  /**
   * Takes the cookie out of a request.
   *
   * @param secure whether the client came by HTTPS
   */
  GatewayCookie(
      LoopPersistence persistence, BackendService service, HttpHeaders headers, boolean secure) {
    this.serviceId = service.id();
    this.cookie =
        ChoiceCookie.of(
            persistence,
            service.stickiness().cookie(),
            Scope.targetsOf(serviceId),
            service.stickiness(),
            secure);
    this.kept = new KeptTarget(cookie.take(headers, serviceId));
  }

  @Override
  public LoopEndpoint kept(Balancer balancer, Collection<LoopEndpoint> tried) {
    return kept.choose(balancer, tried);
  }

  @Override
  public void answered(HttpHeaders headers, UUID targetId) {
    cookie.removeFrom(headers);
    cookie.answered(headers, serviceId, targetId, kept.leadingTo(targetId), kept.known());
  }
}
