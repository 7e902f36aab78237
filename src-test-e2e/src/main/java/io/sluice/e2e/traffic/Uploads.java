package io.sluice.e2e.traffic;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Uploads that take their time: chunked bodies of the test pattern, a piece at each turn of the
 * clock, one after the other on connections of their own.
 */
public final class Uploads implements AutoCloseable {
  private static final int PIECES = 20;
  private static final int PIECE_BYTES = Pattern.PERIOD * 64;

  private final int port;
  private final String host;
  private final Paced clients;
  private final AtomicLong answered = new AtomicLong();
  private final Set<String> gateways = ConcurrentHashMap.newKeySet();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  private Uploads(int port, String host, long gapMillis) {
    this.port = port;
    this.host = host;
    this.clients = new Paced(gapMillis);
  }

  /**
   * Starts them.
   *
   * @param port the listener
   * @param atOnce how many go on at a time
   * @param gapMillis between two of an upload's {@value #PIECES} pieces
   */
  public static Uploads start(int port, String host, int atOnce, long gapMillis) {
    Uploads uploads = new Uploads(port, host, gapMillis);
    for (int i = 0; i < atOnce; i++) {
      uploads.clients.start(uploads::run);
    }
    return uploads;
  }

  /** Those that a target had whole, as its answer says. */
  public long answered() {
    return answered.get();
  }

  /** Those that failed, or were not what was sent. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** The gateways that they came through. */
  public Set<String> gateways() {
    return Set.copyOf(gateways);
  }

  /** Begins no more and waits for those that are under way. */
  @Override
  public void close() {
    clients.stop();
  }

  private void run(Paced.Turn turn) throws InterruptedException {
    while (turn.await()) {
      try (HttpConnection connection = HttpConnection.open(port)) {
        Exchange answer = connection.upload(host, "/upload", PIECES, PIECE_BYTES, turn::await);
        judge(answer);
      } catch (RequestFailure failure) {
        failures.add(failure.getMessage());
      }
    }
  }

  private void judge(Exchange answer) {
    String expected = PIECES * PIECE_BYTES + " intact";
    if (answer.status() == 200 && expected.equals(answer.fields().get(Backend.BODY_FIELD))) {
      answered.incrementAndGet();
      gateways.add(String.valueOf(answer.gateway()));
    } else {
      failures.add(answer.toString());
    }
  }
}
