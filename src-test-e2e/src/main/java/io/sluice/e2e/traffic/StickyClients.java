package io.sluice.e2e.traffic;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Clients that bring the gateway's cookie back, on a new connection for each request, so that they
 * come through all gateways. They take note when another target answers.
 */
public final class StickyClients implements AutoCloseable {
  private final int port;
  private final String host;
  private final Paced turns;
  private final List<Client> clients = new CopyOnWriteArrayList<>();
  private final List<Move> moves = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Set<String> gateways = ConcurrentHashMap.newKeySet();
  private final AtomicLong answers = new AtomicLong();

  /**
   * A client whose answer came from another target than the one before.
   *
   * @param at when the answer was there
   * @param cookie whether it set another cookie
   */
  public record Move(String from, String to, Instant at, boolean cookie) {}

  /**
   * No client yet.
   *
   * @param port the listener
   * @param gapMillis between two requests of a client
   */
  public StickyClients(int port, String host, long gapMillis) {
    this.port = port;
    this.host = host;
    this.turns = new Paced(gapMillis);
  }

  /**
   * Adds a client, which has its first answer then.
   *
   * @return false when it was given no cookie: then it is not added
   */
  public boolean add() throws RequestFailure {
    Client client = new Client();
    client.ask();
    if (client.cookie == null) {
      return false;
    }
    clients.add(client);
    turns.start(client::run);
    return true;
  }

  /** The targets that clients keep to. */
  public Set<String> targets() {
    return clients.stream().map(client -> client.target).collect(Collectors.toSet());
  }

  /** The gateways that answers came through. */
  public Set<String> gateways() {
    return Set.copyOf(gateways);
  }

  /** How many clients there are. */
  public int count() {
    return clients.size();
  }

  /** Answers so far. */
  public long answers() {
    return answers.get();
  }

  /** All changes of target. */
  public List<Move> moves() {
    return List.copyOf(moves);
  }

  /** Requests without an answer of status 200. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    turns.stop();
  }

  private final class Client {
    private volatile String target;
    private String cookie;

    void run(Paced.Turn turn) throws InterruptedException {
      while (turn.await()) {
        try {
          ask();
        } catch (RequestFailure failure) {
          failures.add("client of " + target + ": " + failure.getMessage());
        }
      }
    }

    void ask() throws RequestFailure {
      try (HttpConnection connection = HttpConnection.open(port)) {
        take(connection.get(host, "/", cookie));
      }
    }

    private void take(Exchange answer) {
      if (answer.status() != 200) {
        failures.add("client of " + target + ": " + answer);
        return;
      }
      answers.incrementAndGet();
      gateways.add(String.valueOf(answer.gateway()));
      String set = answer.fields().get("set-cookie");
      if (target != null && !target.equals(answer.target())) {
        moves.add(new Move(target, answer.target(), Instant.now(), set != null));
      }
      target = answer.target();
      cookie = set == null ? cookie : set.split(";")[0];
    }
  }
}
