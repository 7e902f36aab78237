package io.sluice.gateway.table;

import io.sluice.contracts.model.Listener;
import io.sluice.gateway.routing.RequestPath;
import io.sluice.gateway.routing.RequestView;
import io.sluice.gateway.routing.Router;

/**
 * A listener with its rules, ready to route.
 *
 * @param listener its settings
 * @param router its rule group's rules; empty when it has none
 * @param lenientRouter the same with the rules' paths as {@link RequestPath#lenientReading} has
 *     them
 * @param fallback the default action, for what no rule takes
 * @param certificates what its TLS settings refer to; null without TLS
 * @param zoning which zones' targets its load balancer uses
 */
public record ListenerTable(
    Listener listener,
    Router<Decision> router,
    Router<Decision> lenientRouter,
    Decision fallback,
    ListenerCertificates certificates,
    Zoning zoning) {

  /** A listener for which zones make no difference. */
  public ListenerTable(
      Listener listener,
      Router<Decision> router,
      Router<Decision> lenientRouter,
      Decision fallback,
      ListenerCertificates certificates) {
    this(listener, router, lenientRouter, fallback, certificates, Zoning.ANY);
  }

  /** A listener without TLS. */
  public ListenerTable(
      Listener listener,
      Router<Decision> router,
      Router<Decision> lenientRouter,
      Decision fallback) {
    this(listener, router, lenientRouter, fallback, null);
  }

  /** Whether a rule has conditions, so that {@link #route} has to know the request. */
  public boolean conditional() {
    return router.conditional();
  }

  /**
   * Decides on a request.
   *
   * <p>Rules see the path as it was sent, which is also what the target is sent. A lenient target
   * may read such a path otherwise ({@code //a}, {@code /x/../a}, {@code /%61}), a careless one yet
   * otherwise ({@code /%2561}, {@code /x%c0%af..%c0%afa}): when such a reading would be answered
   * otherwise the request is {@link Decision.Ambiguous}, so that no spelling gets around a rule.
   *
   * @param host the request's host in the form of {@link
   *     io.sluice.gateway.routing.RequestHost#normalize}, or null
   * @param requestTarget the request target in origin form; its query is not looked at
   * @param request what else is looked at; may be null unless {@link #conditional}
   */
  public Decision route(String host, String requestTarget, RequestView request) {
    int end = RequestPath.end(requestTarget);
    Decision decision = find(router, host, requestTarget, end, request);
    if (RequestPath.hasOneReading(requestTarget, end)) {
      return decision;
    }
    String lenient = RequestPath.lenientReading(requestTarget, end);
    if (!find(lenientRouter, host, lenient, lenient.length(), request).equals(decision)) {
      return Decision.AMBIGUOUS;
    }
    String careless = RequestPath.carelessReading(requestTarget, end);
    return careless == null
            || find(lenientRouter, host, careless, careless.length(), request).equals(decision)
        ? decision
        : Decision.AMBIGUOUS;
  }

  /**
   * Decides on a connection whose TLS is passed on, by rules that have a host and nothing else.
   *
   * @param serverName the name that the client asks for, in lower case; or null
   */
  public Decision routeName(String serverName) {
    return find(router, serverName, "", 0, null);
  }

  private Decision find(
      Router<Decision> rules, String host, String path, int end, RequestView request) {
    Decision decision = rules.route(host, path, end, request);
    return decision != null ? decision : fallback;
  }
}
