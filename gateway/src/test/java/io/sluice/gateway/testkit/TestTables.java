package io.sluice.gateway.testkit;

import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.sync.Revision;
import io.sluice.gateway.table.ListenerTable;
import io.sluice.gateway.table.Revisions;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.table.RuleSet;
import io.sluice.gateway.table.ServiceTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Makes the table of a gateway from what a test says of it. */
final class TestTables {
  private final TestSettings<?> settings;
  private final int port;

  TestTables(TestSettings<?> settings, int port) {
    this.settings = settings;
    this.port = port;
  }

  /** The table as it is now set. */
  RoutingTable table(boolean withListener) {
    Map<UUID, ServiceTable> services = new HashMap<>();
    services.put(
        TestSettings.SERVICE,
        ServiceTable.of(
            service(TestSettings.SERVICE),
            settings.endpoints,
            settings.targetCertificates,
            Set.of(settings.zoning),
            null));
    List<Rule> all = new ArrayList<>(settings.rules);
    settings.hosts.forEach((host, target) -> {
      UUID id = new UUID(2, target);
      services.put(
          id,
          ServiceTable.of(
              service(id),
              List.of(TestSettings.endpoint(target, 10)),
              settings.targetCertificates,
              Set.of(settings.zoning),
              null));
      all.add(RuleBuilder.rule(host).host(host).does(TestGateway.forward(id)).build());
    });
    RuleSet ruleSet = RuleSet.of(all);
    return new RoutingTable(
        new Revisions(new Revision(1, 1), new Revision(1, 1), new Revision(1, 1)),
        withListener
            ? Map.of(
                TestSettings.LISTENER,
                new ListenerTable(
                    listener(),
                    ruleSet.router(),
                    ruleSet.lenientRouter(),
                    settings.decision,
                    settings.certificates,
                    settings.zoning))
            : Map.of(),
        services,
        settings.keyRing,
        Set.of());
  }

  private BackendService service(UUID id) {
    TestSettings.ServiceSettings s =
        settings.serviceChange.apply(
            new TestSettings.ServiceSettings(
                2, 10, null, 1, BackendService.ForwardedMode.APPEND, true));
    return new BackendService(
        id,
        "service",
        "",
        settings.targetProtocol,
        80,
        new UUID(4, 4),
        settings.algorithm,
        s.connectTimeout(),
        s.responseTimeout(),
        s.requestTimeout(),
        s.retries(),
        300,
        s.forwardedFor(),
        s.forwardedFields(),
        s.forwardedFields(),
        s.forwardedFields(),
        null,
        settings.targetHttp,
        settings.targetTls,
        settings.pool,
        settings.hashKey,
        settings.stickiness,
        settings.slowStartSeconds,
        settings.resilience.ejection(),
        settings.resilience.failOpenPercent(),
        settings.resilience.retry(),
        settings.resilience.caps(),
        settings.resilience.breaker(),
        settings.targetProxy);
  }

  private Listener listener() {
    TestSettings.ListenerSettings l =
        settings.listenerChange.apply(new TestSettings.ListenerSettings(30, 10, 16 * 1024, 0));
    return new Listener(
        TestSettings.LISTENER,
        new UUID(5, 5),
        "listener",
        "",
        protocol(),
        port,
        null,
        l.idleTimeout(),
        l.headerTimeout(),
        l.maxHeaderBytes(),
        l.maxBodyBytes(),
        null,
        null,
        settings.desyncMode,
        settings.limits,
        settings.http2,
        settings.tls,
        settings.proxied);
  }

  private Protocol protocol() {
    if (settings.protocol != null) {
      return settings.protocol;
    }
    if (settings.streams) {
      return settings.tls == null ? Protocol.TCP : Protocol.TLS;
    }
    return settings.tls == null ? Protocol.HTTP : Protocol.HTTPS;
  }
}
