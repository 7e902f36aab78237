package io.sluice.cluster;

import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Set;

/** Event-bus options that go with a member's, as a service sets them. */
final class EventBusSetup {
  private EventBusSetup() {}

  static VertxOptions of(ClusterOptions options) {
    VertxOptions vertx = new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2);
    var bus = vertx.getEventBusOptions();
    bus.setHost(options.bindAddress()).setPort(0).setClusterPublicHost(options.bindAddress());
    if (options.tls() != null) {
      bus.setSsl(true)
          .setClientAuth(ClientAuth.REQUIRED)
          .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
          .setPemKeyCertOptions(
              new PemKeyCertOptions()
                  .setCertPath(options.tls().certificate())
                  .setKeyPath(options.tls().key()))
          .setPemTrustOptions(new PemTrustOptions().addCertPath(options.tls().trust()));
    }
    return vertx;
  }
}
