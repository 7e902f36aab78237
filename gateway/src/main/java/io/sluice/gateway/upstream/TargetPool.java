package io.sluice.gateway.upstream;

import io.netty.bootstrap.Bootstrap;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.table.Endpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The connections of one event loop to one target of a backend service. Of HTTP/1's the one used
 * last is used next, of HTTP/2's the first with room, so that those not needed grow old and are
 * closed.
 */
final class TargetPool {
  /** What a connection of HTTP/2 is taken to carry before it is there and says so. */
  private static final int STREAMS_EXPECTED = 100;

  private final Bootstrap bootstrap;
  private final TargetTransport transport;
  private final String host;
  private final int port;
  private final ToldClient client;
  private final Deque<Http1Connection> idle = new ArrayDeque<>();
  private final List<Http2Connection> shared = new ArrayList<>(2);
  private final Deque<Waiter> waiting = new ArrayDeque<>();
  private final List<ConnectAttempt> attempts = new ArrayList<>(2);
  private final PoolObserver observer;
  private PoolLimits limits;
  private int waitersPerAttempt;
  private int open;
  private boolean opening;
  private boolean retired;
  private long now = System.nanoTime();

  TargetPool(
      Bootstrap bootstrap,
      TargetTransport transport,
      PoolLimits limits,
      Endpoint endpoint,
      ToldClient client,
      PoolObserver observer) {
    this.bootstrap = bootstrap;
    this.transport = transport;
    this.limits = limits;
    this.host = endpoint.host();
    this.port = endpoint.port();
    this.client = client;
    this.observer = observer;
    this.waitersPerAttempt = transport.wire() == TargetWire.HTTP_1 ? 1 : STREAMS_EXPECTED;
  }

  boolean leadsTo(Endpoint endpoint, TargetTransport newest) {
    return port == endpoint.port()
        && host.equals(endpoint.host())
        && transport.wire() == newest.wire()
        && transport.tls() == newest.tls();
  }

  void limits(PoolLimits newest) {
    limits = newest;
  }

  /** Gives a way at once, or null and calls the receiver: now or later. */
  UpstreamExchange acquire(UpstreamReceiver receiver, boolean fresh) {
    UpstreamExchange kept = fresh ? null : kept(receiver);
    if (kept != null) {
      return kept;
    }
    boolean mayOpen = open < limits.maxConnections();
    if (!mayOpen && uncovered() >= limits.maxWaiting()) {
      receiver.connectFailed(Reason.OVERLOADED);
    } else {
      waiting.addLast(new Waiter(receiver, System.nanoTime()));
      openForWaiting();
    }
    return null;
  }

  private UpstreamExchange kept(UpstreamReceiver receiver) {
    Http1Connection connection = idle.pollFirst();
    while (connection != null && !connection.isActive()) {
      connection = idle.pollFirst();
    }
    if (connection != null) {
      connection.assign(receiver);
      return connection;
    }
    Http2Connection roomy = shared.isEmpty() ? null : roomy();
    return roomy == null ? null : roomy.open(receiver);
  }

  private Http2Connection roomy() {
    for (Http2Connection connection : shared) {
      if (connection.hasRoom()) {
        return connection;
      }
    }
    return null;
  }

  /** The receiver no longer waits. */
  void cancel(UpstreamReceiver receiver) {
    waiting.removeIf(waiter -> waiter.receiver() == receiver);
  }

  /** A connection of HTTP/1 is free. */
  void giveBack(Http1Connection connection) {
    if (retired && waiting.isEmpty() || connection.tooOld(now)) {
      connection.close();
      return;
    }
    Waiter next = waiting.pollFirst();
    if (next != null) {
      connection.assign(next.receiver());
      next.receiver().connected(connection);
    } else {
      connection.idleSince(now);
      idle.addFirst(connection);
    }
  }

  /** A connection of HTTP/2 has room for a stream more, or for none ever again. */
  void roomChanged(Http2Connection connection) {
    serveWaiting();
    if (connection.streams() == 0) {
      if (retired || !connection.hasRoom()) {
        connection.end();
      } else {
        connection.idleSince(now);
      }
    }
  }

  private void serveWaiting() {
    while (!waiting.isEmpty()) {
      Http2Connection connection = roomy();
      if (connection == null) {
        break;
      }
      UpstreamReceiver next = waiting.pollFirst().receiver();
      next.connected(connection.open(next));
    }
    openForWaiting();
  }

  // Opening.

  /** How many wait for something else than a connection that is being opened. */
  private int uncovered() {
    return waiting.size() - attempts.size() * waitersPerAttempt;
  }

  private void openForWaiting() {
    if (opening) {
      return;
    }
    opening = true;
    try {
      while (uncovered() > 0 && open < limits.maxConnections()) {
        open++;
        ConnectAttempt attempt = new ConnectAttempt(this, transport, host, port, client);
        attempts.add(attempt);
        attempt.start(bootstrap, limits.connectNanos());
      }
    } finally {
      opening = false;
    }
  }

  /** Until when a connection that is made now takes requests. */
  long endOfAge() {
    long maxAge = limits.maxAgeNanos();
    // Spread, or connections opened in one burst would be opened anew in one burst for ever.
    return maxAge == 0
        ? now + Long.MAX_VALUE / 2
        : now + maxAge - (long) (maxAge * 0.1 * ThreadLocalRandom.current().nextDouble());
  }

  void opened(ConnectAttempt attempt, Http1Connection connection) {
    attempts.remove(attempt);
    waitersPerAttempt = 1;
    observer.opened(attempt.tookNanos());
    connection.onClose(() -> {
      idle.remove(connection);
      closed();
    });
    giveBack(connection);
    openForWaiting();
  }

  void opened(ConnectAttempt attempt, Http2Connection connection) {
    attempts.remove(attempt);
    waitersPerAttempt = Math.max(1, connection.maxStreams());
    observer.opened(attempt.tookNanos());
    shared.add(connection);
    connection.onClose(() -> {
      shared.remove(connection);
      closed();
    });
    roomChanged(connection);
  }

  private void closed() {
    open--;
    observer.closed();
    openForWaiting();
  }

  void failed(ConnectAttempt attempt, Reason reason) {
    attempts.remove(attempt);
    open--;
    observer.failed(reason);
    // Those that it was opened for; another connection may have served them meanwhile.
    for (int left = Math.min(uncovered(), waitersPerAttempt); left > 0; left--) {
      Waiter next = waiting.pollFirst();
      if (next != null) {
        next.receiver().connectFailed(reason);
      }
    }
    openForWaiting();
  }

  // What time brings.

  /** No new request will come: idle connections are closed, others when they are free. */
  void retire() {
    retired = true;
    for (Http1Connection connection : idle.toArray(Http1Connection[]::new)) {
      connection.close();
    }
    for (Http2Connection connection : List.copyOf(shared)) {
      if (connection.streams() == 0) {
        connection.end();
      }
    }
  }

  /** Takes requests again. */
  void revive() {
    retired = false;
  }

  /** Whether it can be forgotten. */
  boolean spent() {
    return retired && empty();
  }

  /** Whether it has no connection, and nobody waits for one. */
  boolean empty() {
    return open == 0 && waiting.isEmpty();
  }

  /** Requests that wait for a connection. */
  int waiting() {
    return waiting.size();
  }

  /** Closes connections that lay idle too long or are too old, ends what took too long. */
  void tick(long newNow) {
    now = newNow;
    closeIdle();
    for (ConnectAttempt attempt : List.copyOf(attempts)) {
      attempt.tick(now);
    }
    expireWaiting();
  }

  private void closeIdle() {
    Http1Connection oldest = idle.peekLast();
    while (oldest != null && now - oldest.idleSince() > limits.maxIdleNanos()) {
      idle.pollLast();
      oldest.close();
      oldest = idle.peekLast();
    }
    if (limits.maxAgeNanos() > 0) {
      for (Http1Connection connection : idle.toArray(Http1Connection[]::new)) {
        if (connection.tooOld(now)) {
          idle.remove(connection);
          connection.close();
        }
      }
    }
    for (Http2Connection connection : List.copyOf(shared)) {
      connection.tick(now);
      if (connection.streams() == 0
          && (!connection.hasRoom() || now - connection.idleSince() > limits.maxIdleNanos())) {
        connection.end();
      }
    }
  }

  /** The first ones wait for a connection that is being opened, which has its own deadline. */
  private void expireWaiting() {
    int covered = attempts.size() * waitersPerAttempt;
    if (waiting.size() <= covered) {
      return;
    }
    List<Waiter> expired = new ArrayList<>();
    Iterator<Waiter> all = waiting.iterator();
    for (int i = 0; all.hasNext(); i++) {
      Waiter waiter = all.next();
      if (i >= covered) {
        if (now - waiter.since() <= limits.waitNanos()) {
          break;
        }
        all.remove();
        expired.add(waiter);
      }
    }
    expired.forEach(waiter -> waiter.receiver().connectFailed(Reason.WAIT_TIMEOUT));
  }
}
