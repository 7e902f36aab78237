package io.sluice.gateway.tls;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All that a listener's handshakes need, as of one table: its certificates by name and its limits.
 * Immutable but for the count of handshakes, which sets of one listener share.
 */
public final class TlsSet {
  private final UUID listenerId;
  private final NameIndex<Entry> names;
  private final List<Entry> defaults;
  private final long timeoutNanos;
  private final int atOnce;
  private final AtomicInteger underWay;
  private final String error;

  /** A certificate with its names in lower case. */
  record Entry(ServerContext context, Set<String> names) {}

  /**
   * A set.
   *
   * @param defaults what is taken when no name fits: the default certificate, and one of the other
   *     key type for the same names; empty when none can be used
   * @param atOnce handshakes that may be under way on the gateway
   * @param underWay how many are, over all event loops
   * @param error what of the configuration cannot be used, or null
   */
  TlsSet(
      UUID listenerId,
      NameIndex<Entry> names,
      List<Entry> defaults,
      int timeoutSeconds,
      int atOnce,
      AtomicInteger underWay,
      String error) {
    this.listenerId = listenerId;
    this.names = names;
    this.defaults = defaults;
    this.timeoutNanos = TimeUnit.SECONDS.toNanos(timeoutSeconds);
    this.atOnce = atOnce;
    this.underWay = underWay;
    this.error = error;
  }

  /** The listener. */
  public UUID listenerId() {
    return listenerId;
  }

  /** What of the configuration cannot be used, as a text for the listener's status; or null. */
  public String error() {
    return error;
  }

  long timeoutNanos() {
    return timeoutNanos;
  }

  int atOnce() {
    return atOnce;
  }

  AtomicInteger underWay() {
    return underWay;
  }

  /**
   * The certificate for a client: one that names the host, else one with a wildcard for it, else
   * the default one; of these the first whose signatures the client understands, ECDSA before RSA.
   *
   * @return null when there is no certificate at all
   */
  Entry choose(ClientHello hello) {
    List<Entry> exact = names.exact(hello.serverName());
    List<Entry> wildcard = names.wildcard(hello.serverName());
    Entry found = suiting(exact, hello);
    if (found == null) {
      found = suiting(wildcard, hello);
    }
    if (found != null) {
      return found;
    }
    if (exact.isEmpty() && wildcard.isEmpty()) {
      found = suiting(defaults, hello);
      return found != null || defaults.isEmpty() ? found : defaults.getFirst();
    }
    // None fits: the handshake fails, and the library says to the client why.
    return exact.isEmpty() ? wildcard.getFirst() : exact.getFirst();
  }

  private static Entry suiting(List<Entry> candidates, ClientHello hello) {
    Entry rsa = null;
    for (Entry entry : candidates) {
      if (entry.context().suits(hello)) {
        if (entry.context().keyType() == KeyType.EC) {
          return entry;
        }
        rsa = rsa == null ? entry : rsa;
      }
    }
    return rsa;
  }

  /**
   * Whether a connection that was made with a certificate may carry requests for a host: the
   * certificate names it, or no certificate of the listener does.
   *
   * @param host in lower case, without port
   */
  boolean mayServe(Entry used, String host) {
    return NameIndex.covers(used.names(), host) || !names.contains(host);
  }
}
