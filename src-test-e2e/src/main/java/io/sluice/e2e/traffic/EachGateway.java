package io.sluice.e2e.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One connection to each gateway behind a shared port. The kernel spreads new connections over the
 * processes that share a port, so connections are opened until every gateway has answered on one.
 */
public final class EachGateway implements AutoCloseable {
  private static final int MOST_ATTEMPTS = 500;

  private final Map<String, HttpConnection> byName = new TreeMap<>();

  private EachGateway() {}

  /**
   * Connects.
   *
   * @param path a path that a {@link Backend} answers
   * @param gateways how many there are
   * @throws IllegalStateException when fewer answer
   */
  public static EachGateway open(int port, String host, String path, int gateways)
      throws RequestFailure {
    EachGateway each = new EachGateway();
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < MOST_ATTEMPTS && each.byName.size() < gateways; i++) {
      HttpConnection connection = HttpConnection.open(port);
      Exchange exchange = connection.get(host, path);
      answers.add(exchange.status() + " by " + exchange.gateway());
      if (exchange.gateway() == null || each.byName.containsKey(exchange.gateway())) {
        connection.close();
      } else {
        each.byName.put(exchange.gateway(), connection);
      }
    }
    if (each.byName.size() < gateways) {
      each.close();
      throw new IllegalStateException(
          "port "
              + port
              + ": answers of "
              + each.byName.keySet()
              + " only, last "
              + answers.getLast());
    }
    return each;
  }

  /** Sends one request through each gateway; the answers by gateway. */
  public Map<String, Exchange> get(String host, String path) throws RequestFailure {
    Map<String, Exchange> answers = new TreeMap<>();
    for (Map.Entry<String, HttpConnection> entry : byName.entrySet()) {
      answers.put(entry.getKey(), entry.getValue().get(host, path));
    }
    return answers;
  }

  /** The connection to one gateway. */
  public HttpConnection to(String gateway) {
    return byName.get(gateway);
  }

  @Override
  public void close() {
    byName.values().forEach(HttpConnection::close);
  }
}
