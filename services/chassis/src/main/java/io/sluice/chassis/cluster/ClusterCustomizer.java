package io.sluice.chassis.cluster;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.sluice.cluster.JGroupsClusterManager;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * Installs the cluster manager in Quarkus' Vert.x and sets its event bus up from {@link
 * ClusterConfig}. Does nothing when {@code quarkus.vertx.cluster.clustered} is off: the bus is then
 * local to the process.
 */
@Singleton
public class ClusterCustomizer implements VertxOptionsCustomizer {
  private final ClusterConfig cluster;
  private final Config config;

  @Inject
  public ClusterCustomizer(ClusterConfig cluster, Config config) {
    this.cluster = cluster;
    this.config = config;
  }

  @Override
  @SuppressWarnings("deprecation") // Quarkus 3 gives no other way to set a cluster manager.
  public void accept(VertxOptions options) {
    boolean clustered =
        config
            .getOptionalValue("quarkus.vertx.cluster.clustered", Boolean.class)
            .orElse(Boolean.FALSE);
    if (!clustered) {
      return;
    }
    options.setClusterManager(
        new JGroupsClusterManager(ClusterOptionsFactory.create(cluster, config)));
    EventBusOptions bus = options.getEventBusOptions();
    bus.setHost(cluster.bindAddress()).setPort(cluster.busPort());
    bus.setClusterPublicHost(cluster.bindAddress());
    cluster.tls().ifPresent(tls -> encrypt(bus, tls));
  }

  private static void encrypt(EventBusOptions bus, ClusterConfig.Tls tls) {
    bus.setSsl(true)
        .setClientAuth(ClientAuth.REQUIRED)
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
        .setPemKeyCertOptions(
            new PemKeyCertOptions().setCertPath(tls.certificate()).setKeyPath(tls.key()))
        .setPemTrustOptions(new PemTrustOptions().addCertPath(tls.trust()));
  }
}
