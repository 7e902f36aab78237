package io.sluice.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The standards of fields that depend on others, which {@link Schema} cannot say. */
final class ProtocolStandards {
  private ProtocolStandards() {}

  /** What a backend service has that leaves it out depends on its protocol. */
  static void completeBackendService(ObjectNode spec) {
    String protocol = spec.path("protocol").asText();
    if (!spec.has("httpVersion")) {
      spec.put("httpVersion", Set.of("H2C", "GRPC").contains(protocol) ? "2" : "1.1");
    }
    if (spec.get("healthCheck") instanceof ObjectNode check && !check.hasNonNull("protocol")) {
      check.put("protocol", Set.of("TCP", "TLS").contains(protocol) ? protocol : "HTTP");
    }
    if (spec.get("stickiness") instanceof ObjectNode stickiness) {
      completeStickiness(stickiness);
    }
    if (Set.of("HTTPS", "TLS").contains(protocol) && !spec.has("tls")) {
      spec.putObject("tls").put("verify", true);
    }
  }

  private static void completeStickiness(ObjectNode stickiness) {
    String type = stickiness.path("type").asText();
    if (type.equals("gateway_cookie") && !stickiness.hasNonNull("cookie")) {
      stickiness.put("cookie", "SLUICE");
    }
    if (!stickiness.hasNonNull("durationSeconds")) {
      stickiness.put(
          "durationSeconds",
          switch (type) {
            case "application_cookie" -> 86_400L;
            case "source_ip" -> 3_600L;
            default -> 0L;
          });
    }
  }

  /** How long a listener that leaves it out bears silence depends on its protocol. */
  static void completeListener(ObjectNode spec) {
    if (!spec.hasNonNull("idleTimeoutSeconds")) {
      boolean streams = Set.of("TCP", "TLS").contains(spec.path("protocol").asText());
      spec.put("idleTimeoutSeconds", streams ? 1_800L : 60L);
    }
  }
}
