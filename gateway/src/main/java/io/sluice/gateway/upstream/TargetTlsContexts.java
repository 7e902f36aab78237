package io.sluice.gateway.upstream;

import io.netty.handler.ssl.ApplicationProtocolNames;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.TargetTls;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.ServiceTable;
import io.sluice.gateway.table.TargetCertificates;
import io.sluice.gateway.tls.TargetContextFactory;
import io.sluice.gateway.tls.TlsEngine;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * TLS of all backend services, made anew only for those in which something changed. Used on one
 * thread, which may block.
 *
 * <p>The way of a change: {@link #build} those of a new table, put them into use on every event
 * loop, then {@link #retire} what they do not contain any more.
 */
public final class TargetTlsContexts {
  private static final Logger LOG = Logger.getLogger(TargetTlsContexts.class);

  private final TargetContextFactory factory;
  private final List<TargetTlsContext> outdated = new ArrayList<>();
  private Map<UUID, Built> built = Map.of();

  /** What a context was made from. */
  private record Built(
      TargetTls tls, List<String> protocols, TargetCertificates from, TargetTlsContext context) {}

  /** None yet. */
  public TargetTlsContexts(TlsEngine engine) {
    this.factory = new TargetContextFactory(engine);
  }

  /** Those of all services of a table whose targets are spoken to by TLS, by service. */
  public Map<UUID, TargetTlsContext> build(RoutingTable table) {
    Map<UUID, Built> next = new HashMap<>();
    Map<UUID, TargetTlsContext> contexts = new HashMap<>();
    for (ServiceTable service : table.services().values()) {
      if (secured(service.service())) {
        UUID id = service.service().id();
        Built made = built(service, built.get(id));
        next.put(id, made);
        contexts.put(id, made.context());
      }
    }
    built.values().stream()
        .map(Built::context)
        .filter(before -> !contexts.containsValue(before))
        .forEach(outdated::add);
    built = next;
    return Map.copyOf(contexts);
  }

  /** Whether all that is said with the targets is to go through TLS. */
  static boolean secured(BackendService service) {
    return switch (service.protocol()) {
      case HTTPS, TLS -> true;
      case GRPC -> service.tls() != null;
      case HTTP, H2C, TCP -> false;
    };
  }

  /** Lets go of what the contexts built last do not contain; connections keep theirs. */
  public void retire() {
    outdated.forEach(TargetTlsContext::release);
    outdated.clear();
  }

  /** Lets go of all. */
  public void close() {
    built.values().forEach(one -> outdated.add(one.context()));
    built = Map.of();
    retire();
  }

  private Built built(ServiceTable service, Built before) {
    BackendService settings = service.service();
    TargetTls tls = settings.tls() == null ? TargetTls.DEFAULT : settings.tls();
    List<String> protocols = protocols(settings);
    TargetCertificates from = service.certificates();
    return before != null
            && before.tls().equals(tls)
            && before.protocols().equals(protocols)
            && before.from().equals(from)
        ? before
        : new Built(tls, protocols, from, make(settings, tls, protocols, from));
  }

  private TargetTlsContext make(
      BackendService service, TargetTls tls, List<String> protocols, TargetCertificates from) {
    if (!from.complete()) {
      LOG.warnf(
          "Backend service %s names a certificate that is not known: no target is connected",
          service.name());
      return TargetTlsContext.UNUSABLE;
    }
    try {
      return new TargetTlsContext(
          factory.make(tls.verify(), from.authority(), from.clientCertificate(), protocols),
          tls.verify(),
          tls.serverName());
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      LOG.warnf(
          "Certificates of backend service %s cannot be used, so no target is connected: %s",
          service.name(), e.getMessage());
      return TargetTlsContext.UNUSABLE;
    }
  }

  /** What is offered by ALPN; nothing for bytes, whose protocol is not known. */
  private static List<String> protocols(BackendService service) {
    if (service.protocol() == Protocol.TLS) {
      return List.of();
    }
    return switch (TargetWire.of(service)) {
      case HTTP_1 -> List.of(ApplicationProtocolNames.HTTP_1_1);
      case HTTP_2 -> List.of(ApplicationProtocolNames.HTTP_2);
      case HTTP_2_OR_1 ->
          List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);
    };
  }
}
