package io.sluice.gateway.http;

import io.sluice.contracts.model.Action;

/** The Location of a redirect: what is not configured is the request's own. */
final class RedirectLocation {
  private RedirectLocation() {}

  /**
   * Builds it.
   *
   * @param scheme the request's scheme
   * @param authority the request's host, with its port if any, or null
   * @param target the request's target in origin form
   */
  static String of(Action.Redirect redirect, String scheme, String authority, String target) {
    int queryMark = target.indexOf('?');
    String path = queryMark < 0 ? target : target.substring(0, queryMark);
    String query = queryMark < 0 ? "" : target.substring(queryMark + 1);
    if (redirect.path() != null) {
      path = redirect.path();
    }
    if (redirect.query() != null) {
      query = redirect.query();
    }
    String tail = query.isEmpty() ? path : path + "?" + query;
    if (authority == null && redirect.host() == null) {
      return tail;
    }
    String newScheme = redirect.scheme() == null ? scheme : redirect.scheme();
    return newScheme + "://" + authority(redirect, authority, newScheme, scheme) + tail;
  }

  private static String authority(
      Action.Redirect redirect, String authority, String newScheme, String scheme) {
    int colon = authority == null ? -1 : authority.lastIndexOf(':');
    boolean hasPort = colon > 0 && colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    if (redirect.host() != null) {
      host = redirect.host();
    }
    if (redirect.port() != null) {
      boolean usual = redirect.port() == (newScheme.equals("https") ? 443 : 80);
      return usual ? host : host + ":" + redirect.port();
    }
    // The port of one scheme is not the port of the other.
    return hasPort && newScheme.equals(scheme) ? host + authority.substring(colon) : host;
  }
}
