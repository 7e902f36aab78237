package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.Stickiness.SameSite;
import io.sluice.gateway.persistence.CookieEvent;
import io.sluice.gateway.persistence.CookieSeal;
import io.sluice.gateway.persistence.RequestCookies;
import io.sluice.gateway.persistence.Scope;
import io.sluice.gateway.persistence.SetCookie;
import io.sluice.gateway.persistence.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A cookie that holds what was chosen for a client, in one request and its answer.
 *
 * @param name the cookie's name
 * @param scope what it is for
 * @param durationSeconds how long it is good for; 0 for the session of a browser
 * @param sameSite its attribute
 * @param secure whether the client came by HTTPS
 */
record ChoiceCookie(
    LoopPersistence persistence,
    String name,
    Scope scope,
    int durationSeconds,
    SameSite sameSite,
    boolean secure) {
  /** A cookie with the settings of a backend service. */
  static ChoiceCookie of(
      LoopPersistence persistence, String name, Scope scope, Stickiness settings, boolean secure) {
    return new ChoiceCookie(
        persistence, name, scope, settings.durationSeconds(), settings.sameSite(), secure);
  }

  /** More of one name than a client has by any accident cost no more than these. */
  private static final int MOST_OPENED = 4;

  /** One that is in use is made anew after this part of its duration. */
  private static final int RENEWED_AFTER = 10;

  /** One for the session of a browser is made anew long before its key leaves the ring. */
  private static final int SESSION_RENEWED_SECONDS = 86_400;

  /**
   * Takes it out of a request, so that the target does not see it.
   *
   * @param serviceId whose meters count those that are ignored
   * @return what those that are valid say, in their order; empty without any
   */
  List<Ticket> take(HttpHeaders headers, UUID serviceId) {
    List<String> values = take(headers, name);
    if (values.isEmpty()) {
      return List.of();
    }
    List<Ticket> valid = new ArrayList<>(1);
    for (int i = 0; i < values.size() && i < MOST_OPENED; i++) {
      Ticket ticket = open(values.get(i));
      if (ticket.flaw() == null) {
        valid.add(ticket);
      } else {
        count(serviceId, ticket.flaw());
      }
    }
    return valid;
  }

  /** Takes the cookies of a name out of a request; their values as they came. */
  static List<String> take(HttpHeaders headers, String name) {
    List<String> fields = headers.getAll(HttpHeaderNames.COOKIE);
    if (fields.isEmpty()) {
      return List.of();
    }
    List<String> values = new ArrayList<>(1);
    List<String> rest = new ArrayList<>(fields.size());
    for (String field : fields) {
      String left = RequestCookies.take(field, name, values);
      if (!left.isEmpty()) {
        rest.add(left);
      }
    }
    if (!values.isEmpty()) {
      replace(headers, HttpHeaderNames.COOKIE, rest);
    }
    return values;
  }

  private Ticket open(String value) {
    Ticket ticket = persistence.seal().open(persistence.keyRing(), scope, value);
    boolean expired =
        ticket.flaw() == null
            && durationSeconds > 0
            && ticket.olderThan(durationSeconds, System.currentTimeMillis());
    return expired ? Ticket.ignored(CookieEvent.EXPIRED) : ticket;
  }

  /**
   * Gives it to the client if need be, and counts what became of it.
   *
   * @param serviceId whose meters count it
   * @param choice what was chosen
   * @param honoured the one that led to the choice, or null
   * @param known whether the client had one that was valid
   */
  void answered(HttpHeaders answer, UUID serviceId, UUID choice, Ticket honoured, boolean known) {
    if (honoured != null) {
      count(serviceId, CookieEvent.HONOURED);
      if (getsOld(honoured) && add(answer, choice)) {
        count(serviceId, CookieEvent.RENEWED);
      }
    } else if (add(answer, choice)) {
      count(serviceId, known ? CookieEvent.MOVED : CookieEvent.ISSUED);
    }
  }

  private void count(UUID serviceId, CookieEvent event) {
    persistence.observer().cookie(serviceId, event);
  }

  /** Whether one that is valid is to be made anew, so that it stays valid while it is used. */
  private boolean getsOld(Ticket ticket) {
    int limit = durationSeconds == 0 ? SESSION_RENEWED_SECONDS : durationSeconds / RENEWED_AFTER;
    return ticket.olderThan(limit, System.currentTimeMillis());
  }

  /** Removes what a target says of a cookie of this name. */
  void removeFrom(HttpHeaders answer) {
    List<String> fields = answer.getAll(HttpHeaderNames.SET_COOKIE);
    for (String field : fields) {
      if (SetCookie.isOf(field, name)) {
        replace(
            answer,
            HttpHeaderNames.SET_COOKIE,
            fields.stream().filter(other -> !SetCookie.isOf(other, name)).toList());
        return;
      }
    }
  }

  /** Gives it to the client; false when there is no key to seal it with. */
  boolean add(HttpHeaders answer, UUID choice) {
    long now = System.currentTimeMillis();
    if (!persistence.keyRing().seals(now)) {
      return false;
    }
    CookieSeal seal = persistence.seal();
    String value = seal.seal(persistence.keyRing(), scope, choice, now);
    answer.add(
        HttpHeaderNames.SET_COOKIE,
        SetCookie.field(name, value, durationSeconds, sameSite, secure));
    forOneClient(answer);
    return true;
  }

  /** Tells the client to forget it. */
  void end(HttpHeaders answer) {
    answer.add(HttpHeaderNames.SET_COOKIE, SetCookie.end(name, secure));
    forOneClient(answer);
  }

  /** A shared cache would give one client's cookie to all. */
  private static void forOneClient(HttpHeaders answer) {
    for (String field : answer.getAll(HttpHeaderNames.CACHE_CONTROL)) {
      String directives = field.toLowerCase(Locale.ROOT);
      if (directives.contains("no-store") || directives.contains("private")) {
        return;
      }
    }
    answer.add(HttpHeaderNames.CACHE_CONTROL, "private");
  }

  private static void replace(HttpHeaders headers, CharSequence name, List<String> values) {
    if (values.size() == 1) {
      headers.set(name, values.getFirst());
    } else {
      headers.remove(name);
      values.forEach(value -> headers.add(name, value));
    }
  }
}
