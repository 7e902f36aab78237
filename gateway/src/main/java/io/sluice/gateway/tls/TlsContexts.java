package io.sluice.gateway.tls;

import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.contracts.model.ListenerTls.ClientAuth;
import io.sluice.contracts.model.Protocol;
import io.sluice.gateway.table.ListenerCertificates;
import io.sluice.gateway.table.ListenerTable;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.tls.ContextFactory.Recipe;
import io.sluice.gateway.tls.TlsSet.Entry;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * All certificates of a gateway, ready for handshakes. A certificate is prepared once for each way
 * in which listeners use it, and again only when it changes. Used on one thread, which may block;
 * only {@link #resumed} may be called from any.
 *
 * <p>The way of a change: {@link #build} the sets of a new table, put them into use everywhere,
 * then {@link #retire} what they do not contain any more.
 */
public final class TlsContexts {
  private static final Logger LOG = Logger.getLogger(TlsContexts.class);
  private static final List<String> HTTP_ALL = List.of("h2", "http/1.1");
  private static final List<String> HTTP_1 = List.of("http/1.1");

  private final TlsEngine engine;
  private final ContextFactory factory;
  private final TicketKeys tickets = new TicketKeys();
  private final Map<Recipe, ServerContext> contexts = new HashMap<>();
  private final Map<UUID, AtomicInteger> underWay = new HashMap<>();
  private Map<UUID, Built> built = Map.of();
  private Set<Recipe> wanted = Set.of();
  private List<ServerContext> counted = List.of();
  private long resumedBefore;

  /** What a set was built from. */
  private record Built(
      ListenerTls tls, boolean http2, ListenerCertificates from, Set<Recipe> uses, TlsSet set) {}

  /** No certificate yet. */
  public TlsContexts(TlsEngine engine) {
    this.engine = engine;
    this.factory = new ContextFactory(engine);
  }

  /** The library. */
  public TlsEngine engine() {
    return engine;
  }

  /**
   * The sets of all listeners of a table that have TLS, by listener. What cannot be used is left
   * out and named by {@link TlsSet#error}; nothing weaker takes its place.
   */
  public Map<UUID, TlsSet> build(RoutingTable table) {
    Map<UUID, Built> next = new HashMap<>();
    for (ListenerTable listener : table.listeners().values()) {
      if (listener.listener().tls() != null) {
        next.put(listener.listener().id(), built(listener));
      }
    }
    built = Collections.unmodifiableMap(next);
    wanted = next.values().stream().flatMap(b -> b.uses().stream()).collect(Collectors.toSet());
    underWay.keySet().retainAll(next.keySet());
    count();
    return next.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> e.getValue().set()));
  }

  /** Lets go of the contexts that the sets built last do not contain. */
  public synchronized void retire() {
    contexts
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !wanted.contains(entry.getKey());
          if (gone) {
            resumedBefore += entry.getValue().resumed();
            entry.getValue().release();
          }
          return gone;
        });
    count();
  }

  /** A released context cannot be asked any more: who counts must not hold on to one. */
  private synchronized void count() {
    counted = List.copyOf(contexts.values());
  }

  /** Makes a new ticket key; the ones before it are taken for as long as tickets live. */
  public void rotateTickets() {
    tickets.rotate();
    contexts.values().forEach(context -> context.ticketKeys(tickets));
  }

  /** How often new ticket keys are due, in seconds. */
  public static long rotationSeconds() {
    return TicketKeys.ROTATION.toSeconds();
  }

  /** Sessions that were resumed by a ticket so far; with the JDK's library 0. */
  public synchronized long resumed() {
    long sum = resumedBefore;
    for (ServerContext context : counted) {
      sum += context.resumed();
    }
    return sum;
  }

  /** Lets go of everything. */
  public void close() {
    wanted = Set.of();
    retire();
  }

  private Built built(ListenerTable table) {
    Listener listener = table.listener();
    Built before = built.get(listener.id());
    boolean http2 = listener.http2().enabled();
    if (before != null
        && before.tls().equals(listener.tls())
        && before.http2() == http2
        && before.from().equals(table.certificates())) {
      return before;
    }
    return new SetBuild(listener, table.certificates()).build();
  }

  /** The building of one listener's set. */
  private final class SetBuild {
    private final Listener listener;
    private final ListenerTls tls;
    private final ListenerCertificates from;
    private final List<String> errors = new ArrayList<>();
    private final Set<Recipe> uses = new HashSet<>();

    SetBuild(Listener listener, ListenerCertificates from) {
      this.listener = listener;
      this.tls = listener.tls();
      this.from = from;
    }

    Built build() {
      List<Entry> entries = new ArrayList<>();
      Policy policy = policy();
      boolean verifiable = verifiable();
      if (policy != null && verifiable) {
        for (Certificate certificate : from.certificates()) {
          add(certificate, policy, entries);
        }
        if (from.certificates().size() < tls.certificateIds().size()) {
          errors.add("a certificate that it names does not exist");
        }
      }
      NameIndex.Builder<Entry> names = new NameIndex.Builder<>();
      entries.forEach(entry -> names.add(entry, entry.names()));
      TlsSet set =
          new TlsSet(
              listener.id(),
              names.build(),
              defaults(entries),
              tls.handshakeTimeoutSeconds(),
              tls.handshakesAtOnce() == null
                  ? ListenerTls.HANDSHAKES_AT_ONCE
                  : tls.handshakesAtOnce(),
              underWay.computeIfAbsent(listener.id(), id -> new AtomicInteger()),
              errors.isEmpty() ? null : "TLS: " + String.join("; ", errors));
      if (set.error() != null) {
        LOG.warnf("Listener %s: %s", listener.id(), set.error());
      }
      return new Built(tls, listener.http2().enabled(), from, uses, set);
    }

    private Policy policy() {
      try {
        if (ListenerTls.MODERN.equals(tls.policy())) {
          return Policy.MODERN;
        }
        if (ListenerTls.INTERMEDIATE.equals(tls.policy())) {
          return Policy.INTERMEDIATE;
        }
        if (from.policy() == null) {
          errors.add("TLS policy " + tls.policy() + " does not exist");
          return null;
        }
        return Policy.of(from.policy().versions(), from.policy().cipherSuites());
      } catch (IllegalArgumentException e) {
        errors.add("TLS policy " + tls.policy() + ": " + e.getMessage());
        return null;
      }
    }

    /** A listener whose clients cannot be verified serves none, rather than all. */
    private boolean verifiable() {
      if (tls.clientAuth() == ClientAuth.OFF) {
        return true;
      }
      if (from.clientAuthority() == null) {
        errors.add("the authority of the clients' certificates does not exist");
        return false;
      }
      try {
        Pem.certificates(from.clientAuthority().certificatePem());
        return true;
      } catch (GeneralSecurityException e) {
        errors.add(
            "authority " + from.clientAuthority().name() + " cannot be used: " + e.getMessage());
        return false;
      }
    }

    private void add(Certificate certificate, Policy policy, List<Entry> entries) {
      boolean off = tls.clientAuth() == ClientAuth.OFF;
      String authority = off ? null : from.clientAuthority().certificatePem();
      Recipe recipe =
          new Recipe(
              certificate.certificatePem(),
              certificate.privateKeyPem(),
              policy,
              applicationProtocols(),
              tls.clientAuth(),
              authority,
              off ? "" : listener.id() + " " + tls.clientAuth() + " " + authority);
      try {
        ServerContext context = contexts.get(recipe);
        if (context == null) {
          context = factory.make(recipe, tickets);
          contexts.put(recipe, context);
        }
        uses.add(recipe);
        entries.add(
            new Entry(
                context,
                certificate.names().stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet())));
      } catch (GeneralSecurityException | IOException | RuntimeException e) {
        errors.add("certificate " + certificate.name() + " cannot be used: " + e.getMessage());
      }
    }

    /** What is passed on as it is may be any protocol: the target and the client agree on it. */
    private List<String> applicationProtocols() {
      if (listener.protocol() == Protocol.TLS) {
        return List.of();
      }
      return listener.http2().enabled() ? HTTP_ALL : HTTP_1;
    }

    private List<Entry> defaults(List<Entry> entries) {
      if (entries.isEmpty()) {
        return List.of();
      }
      Entry first = entries.getFirst();
      List<Entry> defaults = new ArrayList<>(List.of(first));
      entries.stream()
          .filter(entry ->
              entry.context().keyType() != first.context().keyType()
                  && !Collections.disjoint(entry.names(), first.names()))
          .findFirst()
          .ifPresent(defaults::add);
      return defaults;
    }
  }
}
