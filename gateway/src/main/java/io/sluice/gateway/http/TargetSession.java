package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.balancing.LoopEndpoint;
import java.util.Collection;
import java.util.UUID;

/** By what a client keeps to a target, for one request. */
interface TargetSession {
  /**
   * The target that the client keeps to.
   *
   * @param tried targets already tried for this request
   * @return null when it is to be chosen anew
   */
  LoopEndpoint kept(Balancer balancer, Collection<LoopEndpoint> tried);

  /**
   * A target's answer is about to be passed on; called once.
   *
   * @param headers as the target sent them, to be changed
   * @param targetId who answered
   */
  void answered(HttpHeaders headers, UUID targetId);
}
