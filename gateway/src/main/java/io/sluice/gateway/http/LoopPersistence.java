package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Stickiness;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.observe.LoopObserver;
import io.sluice.gateway.persistence.CookieSeal;
import io.sluice.gateway.persistence.KeyRing;
import io.sluice.gateway.sources.SourceMemory;
import io.sluice.gateway.table.Decision;
import java.security.SecureRandom;

/** What an event loop needs to keep clients to their targets. */
final class LoopPersistence {
  private final LoopObserver observer;
  private final SourceMemory sources;
  private CookieSeal seal;
  private KeyRing keyRing = KeyRing.EMPTY;

  /**
   * Without any key yet.
   *
   * @param sources what all event loops know of clients' addresses
   */
  LoopPersistence(LoopObserver observer, SourceMemory sources) {
    this.observer = observer;
    this.sources = sources;
  }

  /** Uses keys for requests that begin. */
  void keyRing(KeyRing newest) {
    keyRing = newest;
  }

  KeyRing keyRing() {
    return keyRing;
  }

  CookieSeal seal() {
    if (seal == null) {
      seal = new CookieSeal(new SecureRandom());
    }
    return seal;
  }

  LoopObserver observer() {
    return observer;
  }

  /**
   * By what the client of a request keeps to a target of a service; null when it does not.
   *
   * @param head of which is removed what the target is not to see
   */
  TargetSession session(BackendService service, RequestHead head, Downstream client) {
    return switch (service.stickiness().type()) {
      case OFF -> null;
      case GATEWAY_COOKIE -> new GatewayCookie(this, service, head.headers(), secure(client));
      case APPLICATION_COOKIE ->
          new ApplicationCookie(this, service, head.headers(), secure(client));
      case SOURCE_IP -> new SourceSession(sources, service, client.clientIp());
    };
  }

  /** Takes out of a copy of a request what {@link #session} takes out of the request. */
  static void hide(Stickiness settings, HttpHeaders copy) {
    switch (settings.type()) {
      case GATEWAY_COOKIE -> ChoiceCookie.take(copy, settings.cookie());
      case APPLICATION_COOKIE -> ChoiceCookie.take(copy, ApplicationCookie.companionName(settings));
      case OFF, SOURCE_IP -> {
        // No cookie of the gateway's.
      }
    }
  }

  /**
   * By what the client of a request keeps to a backend service of a forward; null when it does not.
   *
   * @param head of which is removed what the target is not to see
   */
  GroupCookie group(Decision.Forward forward, RequestHead head, Downstream client) {
    return forward.stickySeconds() == 0 || forward.shares().isEmpty()
        ? null
        : new GroupCookie(this, forward, head.headers(), secure(client));
  }

  private static boolean secure(Downstream client) {
    return "https".equals(client.scheme());
  }
}
