package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Stickiness;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.balancing.LoopEndpoint;
import io.sluice.gateway.persistence.CookieEvent;
import io.sluice.gateway.persistence.RequestCookies;
import io.sluice.gateway.persistence.Scope;
import io.sluice.gateway.persistence.SetCookie;
import io.sluice.gateway.persistence.Ticket;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * A client that keeps to the target that gave it a cookie of the application's. The gateway gives
 * it a companion beside, which holds the target and is good only together with that very value, so
 * any gateway knows the target, and what ends the application's cookie ends this.
 */
final class ApplicationCookie implements TargetSession {
  private static final String COMPANION = "SLUICE-";

  private final LoopPersistence persistence;
  private final BackendService service;
  private final boolean secure;
  private final String value;
  private final ChoiceCookie companion;
  private final KeptTarget kept;

  /**
   * Takes the companion out of a request; the application's cookie stays.
   *
   * @param secure whether the client came by HTTPS
   */
  ApplicationCookie(
      LoopPersistence persistence, BackendService service, HttpHeaders headers, boolean secure) {
    this.persistence = persistence;
    this.service = service;
    this.secure = secure;
    this.value =
        RequestCookies.find(headers.getAll(HttpHeaderNames.COOKIE), service.stickiness().cookie());
    this.companion = companionOf(value == null ? "" : value);
    if (value == null) {
      ChoiceCookie.take(headers, companion.name());
      this.kept = new KeptTarget(List.of());
    } else {
      this.kept = new KeptTarget(companion.take(headers, service.id()));
    }
  }

  @Override
  public LoopEndpoint kept(Balancer balancer, Collection<LoopEndpoint> tried) {
    return kept.choose(balancer, tried);
  }

  @Override
  public void answered(HttpHeaders headers, UUID targetId) {
    companion.removeFrom(headers);
    Ticket ticket = kept.leadingTo(targetId);
    String set = lastSet(headers, service.stickiness().cookie());
    if (set == null) {
      if (kept.known()) {
        companion.answered(headers, service.id(), targetId, ticket, true);
      }
      return;
    }
    if (ticket != null) {
      persistence.observer().cookie(service.id(), CookieEvent.HONOURED);
    }
    if (SetCookie.ends(set, System.currentTimeMillis())) {
      companion.end(headers);
    } else if (companionOf(SetCookie.value(set)).add(headers, targetId) && ticket == null) {
      persistence
          .observer()
          .cookie(service.id(), kept.known() ? CookieEvent.MOVED : CookieEvent.ISSUED);
    }
  }

  /** What the companion of a service's cookie is called. */
  static String companionName(Stickiness settings) {
    return COMPANION + settings.cookie();
  }

  private ChoiceCookie companionOf(String applicationValue) {
    Stickiness settings = service.stickiness();
    return ChoiceCookie.of(
        persistence,
        companionName(settings),
        Scope.companionOf(service.id(), applicationValue),
        settings,
        secure);
  }

  private static String lastSet(HttpHeaders headers, String name) {
    String last = null;
    for (String field : headers.getAll(HttpHeaderNames.SET_COOKIE)) {
      if (SetCookie.isOf(field, name)) {
        last = field;
      }
    }
    return last;
  }
}
