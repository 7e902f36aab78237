package io.sluice.gateway.limits;

import java.util.concurrent.atomic.AtomicInteger;

/** Lets connections into a listener, for all event loops of the gateway. */
public final class ListenerGate {
  private final GatewayGate gateway;
  private final AtomicInteger open = new AtomicInteger();
  private final TokenBucket newConnections;
  private final TokenBucket requests;
  private volatile ConnectionLimits limits = ConnectionLimits.NONE;
  private volatile SourceCounts sources;

  ListenerGate(GatewayGate gateway, long now) {
    this.gateway = gateway;
    this.newConnections = new TokenBucket(now);
    this.requests = new TokenBucket(now);
  }

  /**
   * Changes the limits; called by one thread at a time. Connections that are there stay. Those of a
   * listener that had no limit by source do not count for one that it gets.
   */
  public void limits(ConnectionLimits newest) {
    if (newest.perSource() > 0 && sources == null) {
      sources = new SourceCounts();
    }
    limits = newest;
  }

  /** The bucket of the listener's requests, from which loops take their part. */
  public TokenBucket requests() {
    return requests;
  }

  /** How many connections it has. */
  public int open() {
    return open.get();
  }

  /**
   * Lets a connection in, or not.
   *
   * @param source where it comes from, as {@link SourceAddress#key} has it
   * @param now nanoseconds of the monotonic clock
   */
  public Entry enter(long source, long now) {
    return enter(limits, source, now);
  }

  /**
   * Lets in a connection of a proxy that will say whom it is for; see {@link Entry#countFor}.
   *
   * @param now nanoseconds of the monotonic clock
   */
  public Entry enterForOthers(long now) {
    ConnectionLimits current = limits;
    return enter(new ConnectionLimits(current.open(), 0, current.newPerSecond()), 0, now);
  }

  private Entry enter(ConnectionLimits current, long source, long now) {
    if (!gateway.enter()) {
      return Entry.rejected(Rejection.GATEWAY_CONNECTIONS);
    }
    Rejection rejection = rejection(current, source, now);
    if (rejection != null) {
      gateway.leave();
      return Entry.rejected(rejection);
    }
    return new Entry(this, source, current.perSource() > 0);
  }

  private Rejection rejection(ConnectionLimits current, long source, long now) {
    if (open.incrementAndGet() > current.open() && current.open() > 0) {
      open.decrementAndGet();
      return Rejection.LISTENER_CONNECTIONS;
    }
    if (current.perSource() > 0 && !sources.enter(source, current.perSource())) {
      open.decrementAndGet();
      return Rejection.SOURCE_CONNECTIONS;
    }
    if (current.newPerSecond() > 0 && !newConnections.take(1, current.newPerSecond(), now)) {
      leave(source, current.perSource() > 0);
      return Rejection.CONNECTION_RATE;
    }
    return null;
  }

  private void leave(long source, boolean bySource) {
    open.decrementAndGet();
    if (bySource) {
      sources.leave(source);
    }
  }

  /** A connection that came to a gate. */
  public static final class Entry {
    private static final Entry[] REJECTED = new Entry[Rejection.values().length];

    static {
      for (Rejection rejection : Rejection.values()) {
        REJECTED[rejection.ordinal()] = new Entry(rejection);
      }
    }

    private final ListenerGate gate;
    private long source;
    private boolean bySource;
    private final Rejection rejection;

    private Entry(ListenerGate gate, long source, boolean bySource) {
      this.gate = gate;
      this.source = source;
      this.bySource = bySource;
      this.rejection = null;
    }

    private Entry(Rejection rejection) {
      this.gate = null;
      this.source = 0;
      this.bySource = false;
      this.rejection = rejection;
    }

    static Entry rejected(Rejection rejection) {
      return REJECTED[rejection.ordinal()];
    }

    /** Why it was not let in; null when it was. */
    public Rejection rejection() {
      return rejection;
    }

    /**
     * Counts it for a client that became known later.
     *
     * @return false when that one has too many already
     */
    public boolean countFor(long client) {
      int most = gate.limits.perSource();
      if (most == 0) {
        return true;
      }
      bySource = gate.sources.enter(client, most);
      source = client;
      return bySource;
    }

    /** It is closed; called once for each that was let in. */
    public void leave() {
      gate.leave(source, bySource);
      gate.gateway.leave();
    }
  }
}
