package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.contracts.model.BackendService;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.balancing.LoopEndpoint;
import io.sluice.gateway.sources.SourceMemory;
import java.util.Collection;
import java.util.UUID;

/**
 * A client that keeps to its target by its address, for one request.
 *
 * @param source the client's address as text
 */
record SourceSession(SourceMemory sources, BackendService service, String source)
    implements TargetSession {
  @Override
  public LoopEndpoint kept(Balancer balancer, Collection<LoopEndpoint> tried) {
    return sources.kept(balancer, source, tried);
  }

  @Override
  public void answered(HttpHeaders headers, UUID targetId) {
    sources.served(service, source, targetId);
  }
}
