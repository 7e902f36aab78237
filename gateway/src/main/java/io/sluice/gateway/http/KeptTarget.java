package io.sluice.gateway.http;

import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.balancing.LoopEndpoint;
import io.sluice.gateway.persistence.Ticket;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The target that the cookies of a request lead to: that of the first which can take it. */
final class KeptTarget {
  private final List<Ticket> tickets;
  private Ticket honoured;

  KeptTarget(List<Ticket> tickets) {
    this.tickets = tickets;
  }

  /** Whether the request had a cookie that is valid. */
  boolean known() {
    return !tickets.isEmpty();
  }

  /** The target, or null when none can take the request. */
  LoopEndpoint choose(Balancer balancer, Collection<LoopEndpoint> tried) {
    for (Ticket ticket : tickets) {
      LoopEndpoint target = balancer.kept(ticket.choice(), tried);
      if (target != null) {
        honoured = ticket;
        return target;
      }
    }
    honoured = null;
    return null;
  }

  /** The cookie that led to a target; null when another way did. */
  Ticket leadingTo(UUID targetId) {
    return honoured != null && honoured.choice().equals(targetId) ? honoured : null;
  }
}
