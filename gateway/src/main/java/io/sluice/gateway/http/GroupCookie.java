package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.contracts.model.Stickiness.SameSite;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.balancing.LoopBalancers;
import io.sluice.gateway.persistence.Scope;
import io.sluice.gateway.persistence.Ticket;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.table.Zoning;
import java.util.List;
import java.util.UUID;

/** A client that keeps to the backend service that a weighted forward chose for it. */
final class GroupCookie {
  static final String NAME = "SLUICE_GROUP";

  private final ChoiceCookie cookie;
  private final List<Decision.Share> shares;
  private final List<Ticket> tickets;
  private Ticket honoured;

  /**
   * Takes the cookie out of a request.
   *
   * @param secure whether the client came by HTTPS
   */
  GroupCookie(
      LoopPersistence persistence, Decision.Forward forward, HttpHeaders headers, boolean secure) {
    this.shares = forward.shares();
    this.cookie =
        new ChoiceCookie(
            persistence, NAME, Scope.GROUP, forward.stickySeconds(), SameSite.LAX, secure);
    this.tickets = cookie.take(headers, shares.getFirst().serviceId());
  }

  /**
   * Chooses the backend service of a request.
   *
   * @param group by what its client keeps to one; null when it does not
   * @param listener that the request came through
   * @return its balancer, or null when none of the services exists
   */
  static Balancer choose(
      GroupCookie group, Decision.Forward forward, GatewayLoop loop, LoopListener listener) {
    Zoning zoning = listener.table().zoning();
    Balancer kept = group == null ? null : group.kept(loop.balancers(), zoning);
    return kept == null ? loop.balancers().choose(zoning, forward) : kept;
  }

  private Balancer kept(LoopBalancers balancers, Zoning zoning) {
    for (Ticket ticket : tickets) {
      for (Decision.Share share : shares) {
        Balancer balancer =
            share.serviceId().equals(ticket.choice()) ? balancers.balancer(share, zoning) : null;
        if (balancer != null) {
          honoured = ticket;
          return balancer;
        }
      }
    }
    return null;
  }

  /** An answer of the service is about to be passed on. */
  void answered(HttpHeaders headers, UUID serviceId) {
    cookie.removeFrom(headers);
    cookie.answered(headers, serviceId, serviceId, honoured, !tickets.isEmpty());
  }
}
