package io.sluice.listeners.api;

import io.sluice.chassis.api.Fields;
import io.sluice.chassis.id.Ids;
import io.sluice.contracts.model.Http2Settings;
import io.sluice.contracts.model.ListenerLimits;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.contracts.model.ListenerTls.ClientAuth;
import io.sluice.contracts.model.ProxyProtocolIn;
import io.sluice.listeners.domain.CidrBlocks;
import java.util.List;
import java.util.UUID;

/** Reads the parts of a listener that are objects of their own; every field has a default. */
final class ListenerSettings {
  private static final int MAX_CERTIFICATES = 100;
  private static final int MAX_SOURCES = 64;
  private static final int MAX_CIDR = 49;
  private static final int MILLION = 1_000_000;

  private ListenerSettings() {}

  static ListenerLimits limits(Fields in) {
    ListenerLimits standard = ListenerLimits.DEFAULT;
    return new ListenerLimits(
        in.integer("headerCount").range(1, 1_000).or(standard.headerCount()),
        in.integer("uriBytes").range(256, 65_536).or(standard.uriBytes()),
        in.integer("bodyBytesPerSecond").range(0, 1 << 20).or(standard.bodyBytesPerSecond()),
        in.integer("requestsPerConnection").range(0, MILLION).or(standard.requestsPerConnection()),
        in.integer("connections").range(1, MILLION).optional(),
        in.integer("connectionsPerSource").range(1, 100_000).optional(),
        in.integer("requestsPerSecond").range(1, MILLION).optional(),
        in.integer("newConnectionsPerSecond").range(1, MILLION).optional());
  }

  static Http2Settings http2(Fields in) {
    Http2Settings standard = Http2Settings.DEFAULT;
    return new Http2Settings(
        in.bool("enabled").or(standard.enabled()),
        in.integer("maxConcurrentStreams").range(1, 1_000).or(standard.maxConcurrentStreams()));
  }

  static ProxyProtocolIn proxyProtocol(Fields in) {
    List<String> sources = in.texts("trustedSources", MAX_SOURCES, MAX_CIDR).required();
    if (sources.isEmpty()) {
      in.wrong("trustedSources", "[]", "1-" + MAX_SOURCES + " " + CidrBlocks.ALLOWED);
    }
    for (String source : sources) {
      if (!CidrBlocks.isBlock(source)) {
        in.wrong("trustedSources", source, CidrBlocks.ALLOWED);
      }
    }
    return new ProxyProtocolIn(sources, in.bool("required").or(true));
  }

  static ListenerTls tls(Fields in) {
    List<UUID> certificates = in.ids("certificateIds", 1, MAX_CERTIFICATES).required();
    if (certificates.stream().distinct().count() < certificates.size()) {
      in.wrong("certificateIds", certificates, "each certificate once");
    }
    return new ListenerTls(
        certificates,
        in.text("policy")
            .matching(ListenerSettings::isPolicy, "modern, intermediate, or the id of a TLS policy")
            .or(ListenerTls.INTERMEDIATE),
        in.integer("hstsMaxAgeSeconds").range(1, 94_608_000).optional(),
        in.choice("clientAuth", ClientAuth.class).or(ClientAuth.OFF),
        in.id("clientAuthorityId").optional(),
        in.integer("handshakeTimeoutSeconds")
            .range(1, 60)
            .or(ListenerTls.HANDSHAKE_TIMEOUT_SECONDS),
        in.integer("handshakesAtOnce").range(1, 100_000).or(ListenerTls.HANDSHAKES_AT_ONCE));
  }

  private static boolean isPolicy(String text) {
    return text.equals(ListenerTls.MODERN)
        || text.equals(ListenerTls.INTERMEDIATE)
        || Ids.parse(text) != null;
  }
}
