package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.HashKey;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.persistence.RequestCookies;
import io.sluice.gateway.routing.RequestPath;
import io.sluice.gateway.table.Placement;

/** What a request is placed by, with algorithms that place requests by something. */
final class PlacementKey {
  private PlacementKey() {}

  /**
   * The hash of a request's key; 0 when the algorithm needs none. A request without the key that
   * the service places by, or with an empty one, is placed by its source.
   *
   * @param head with the fields that the client sent
   */
  static long of(BackendService service, RequestHead head, Downstream client) {
    return switch (service.algorithm()) {
      case WEIGHTED_ROUND_ROBIN, WEIGHTED_LEAST_CONNECTIONS, PEAK_EWMA -> 0;
      case SOURCE_IP_HASH -> Placement.hash(client.clientIp());
      case CONSISTENT_HASH -> of(service.hashKey(), head, client);
    };
  }

  private static long of(HashKey key, RequestHead head, Downstream client) {
    if (key == null) {
      return Placement.hash(client.clientIp());
    }
    String value =
        switch (key.type()) {
          case HEADER -> head.headers().get(key.name());
          case COOKIE ->
              RequestCookies.find(head.headers().getAll(HttpHeaderNames.COOKIE), key.name());
          case QUERY -> parameter(head.uri(), key.name());
          case PATH -> head.uri().substring(0, RequestPath.end(head.uri()));
          case SOURCE -> null;
        };
    return Placement.hash(value == null || value.isEmpty() ? client.clientIp() : value);
  }

  /** The value of the first query parameter of a name, as it was sent; null without one. */
  static String parameter(String requestTarget, String name) {
    int query = RequestPath.end(requestTarget);
    return query == requestTarget.length() ? null : find(requestTarget, query + 1, name);
  }

  private static String find(String text, int from, String name) {
    int start = from;
    while (start < text.length()) {
      int end = text.indexOf('&', start);
      end = end < 0 ? text.length() : end;
      int value = start + name.length() + 1;
      if (value <= end && text.charAt(value - 1) == '=' && text.startsWith(name, start)) {
        return text.substring(value, end);
      }
      start = end + 1;
    }
    return null;
  }
}
