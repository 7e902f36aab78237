package io.sluice.listeners.domain;

import io.sluice.contracts.model.Action.Redirect;
import java.util.Locale;
import java.util.Set;

/** Checks of the redirect action. */
final class Redirects {
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private Redirects() {}

  static Redirect validate(String field, ActionDraft draft, RequestOrigin origin, Checks checks) {
    checks.require(
        draft.status() != null && STATUSES.contains(draft.status()),
        field + ".status",
        draft.status(),
        "301, 302, 303, 307, 308");
    if (draft.scheme() != null) {
      checks.require(
          SCHEMES.contains(draft.scheme()), field + ".scheme", draft.scheme(), "http, https");
    }
    String host = host(field, draft, checks);
    checks.range(field + ".port", draft.port(), ListenerDraft.PORT, 1);
    if (draft.path() != null) {
      checks.require(Paths.isPath(draft.path()), field + ".path", draft.path(), Paths.ALLOWED);
    }
    if (draft.query() != null) {
      checks.require(
          Paths.isQuery(draft.query()),
          field + ".query",
          draft.query(),
          "at most 1024 printable ASCII characters without space, backslash and #; others as %XX");
    }
    checks.require(
        leadsElsewhere(draft, host, origin),
        field,
        "redirect to the same place",
        "a scheme https, host, port or path other than the request's own, so that it cannot loop");
    return new Redirect(
        draft.status() == null ? 0 : draft.status(),
        draft.scheme(),
        host,
        draft.port(),
        draft.path(),
        draft.query());
  }

  private static String host(String field, ActionDraft draft, Checks checks) {
    if (draft.host() == null) {
      return null;
    }
    String lower = draft.host().toLowerCase(Locale.ROOT);
    boolean name =
        HostPattern.parse(draft.host())
            .filter(pattern -> pattern.kind() == HostPattern.Kind.EXACT)
            .isPresent();
    checks.require(
        name || IpAddresses.canonical(draft.host()).isPresent(),
        field + ".host",
        draft.host(),
        "a host name of at most 253 characters or an IP literal, without port");
    return lower;
  }

  /** A query alone leads to the same rule again, and http is what a listener of today speaks. */
  private static boolean leadsElsewhere(ActionDraft draft, String host, RequestOrigin origin) {
    return "https".equals(draft.scheme())
        || (host != null && !host.equals(origin.host()))
        || (draft.port() != null && !draft.port().equals(origin.port()))
        || (draft.path() != null && !draft.path().equals(origin.path()));
  }
}
