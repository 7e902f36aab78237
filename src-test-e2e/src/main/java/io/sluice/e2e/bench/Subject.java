package io.sluice.e2e.bench;

import java.util.List;
import java.util.Map;

/**
 * What requests are sent to.
 *
 * @param name as in the table
 * @param processes ids of the processes that do its work; without a gateway those of the backend
 * @param ports where it listens; a front that it does not have is missing
 */
record Subject(String name, List<Long> processes, Map<Front, Integer> ports) {
  /** The row that shows what load generator and backend alone can do. */
  static final String DIRECT = "no gateway";

  static final String HAPROXY = "HAProxy";
  static final String NGINX = "nginx";
  static final String SLUICE = "Sluice";

  boolean has(Front front) {
    return ports.containsKey(front);
  }

  String url(Front front, String path) {
    return front.scheme() + "://127.0.0.1:" + ports.get(front) + path;
  }
}
