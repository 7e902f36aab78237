package io.sluice.cluster;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;
import org.jgroups.JChannel;
import org.jgroups.logging.LogFactory;
import org.jgroups.protocols.Discovery;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.JDBC_PING2;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.dns.DNS_PING;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;
import org.jgroups.util.TLSClientAuth;

/**
 * Builds the protocol stack of a member. The times are chosen for a dead process to be seen within
 * a second and a silent one within five, without taking a long garbage collection for a death.
 */
final class ChannelFactory {
  /** A connection attempt to a machine that does not answer ends after this many ms. */
  private static final int CONNECT_TIMEOUT_MILLIS = 500;

  private static final long HEARTBEAT_MILLIS = 1_000;
  private static final long SILENT_MILLIS = 3_000;
  private static final long VERIFY_MILLIS = 500;

  /** How long a member that starts waits for others to answer before it forms a cluster of one. */
  private static final long JOIN_TIMEOUT_MILLIS = 1_000;

  /** With the default of 10 a member that the others refuse took 17 s to start alone. */
  private static final int JOIN_ATTEMPTS = 3;

  private static final long LEAVE_TIMEOUT_MILLIS = 1_000;

  private static final String POSTGRESQL_DRIVER = "org.postgresql.Driver";

  private ChannelFactory() {}

  static {
    // Log4J 2 is looked for first and found by its API alone, which Quarkus' logging brings.
    LogFactory.useJdkLogger(true);
    RestrictedObjectMessage.register();
  }

  /**
   * Builds a channel that is not connected yet.
   *
   * @throws IllegalArgumentException when an option cannot be used
   */
  static JChannel create(ClusterOptions options, Vertx vertx) throws Exception {
    InetAddress bind = bindAddress(options.bindAddress());
    TCP transport = new TCP();
    transport.setBindAddress(bind).setBindPort(options.port()).setPortRange(0);
    transport.setSockConnTimeout(CONNECT_TIMEOUT_MILLIS).setClientBindAddr(bind);
    // A length field of garbage would otherwise allocate whatever it says.
    transport.setMaxLength(2 * StateMessage.MAX_BYTES);
    if (options.tls() != null) {
      transport
          .tls()
          .enabled(true)
          .setClientAuth(TLSClientAuth.NEED)
          .setProtocols(new String[] {"TLSv1.3"})
          .setSSLContext(TlsContext.of(options.tls(), vertx));
    }
    NAKACK2 reliableMulticast = new NAKACK2();
    reliableMulticast.useMcastXmit(false);
    return new JChannel(
            List.<Protocol>of(
                transport,
                discovery(options),
                new MERGE3().setMinInterval(500).setMaxInterval(2_000).setCheckInterval(3_000),
                // Without its address it would listen on all interfaces.
                new FD_SOCK2()
                    .setBindAddress(bind)
                    .setPortRange(0)
                    .setOffset(ClusterOptions.FAILURE_DETECTION_PORT_OFFSET),
                new FD_ALL3().setTimeout(SILENT_MILLIS).setInterval(HEARTBEAT_MILLIS),
                new VERIFY_SUSPECT2().setTimeout(VERIFY_MILLIS),
                reliableMulticast,
                new UNICAST3(),
                new STABLE(),
                new GMS()
                    .setJoinTimeout(JOIN_TIMEOUT_MILLIS)
                    .setMaxJoinAttempts(JOIN_ATTEMPTS)
                    .setLeaveTimeout(LEAVE_TIMEOUT_MILLIS)
                    .printLocalAddress(false),
                new UFC(),
                new MFC(),
                new FRAG4()))
        .setName(options.memberName());
  }

  private static InetAddress bindAddress(String address) {
    try {
      InetAddress bind = InetAddress.getByName(address);
      if (bind.isAnyLocalAddress()) {
        throw new IllegalArgumentException(
            "cluster bind address "
                + address
                + " is a wildcard; members tell it to each other, so name one address");
      }
      return bind;
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("cluster bind address " + address + " is unknown", e);
    }
  }

  private static Discovery discovery(ClusterOptions options) {
    return switch (options.discovery()) {
      case ClusterOptions.Discovery.Static fixed -> {
        TCPPING ping = new TCPPING().setPortRange(0);
        // By its text form and not by addresses: names that do not resolve yet are then tried
        // again at each search, which containers started at once need.
        ping.setValue("initial_hosts_str", hosts(fixed.seeds()));
        yield ping;
      }
      case ClusterOptions.Discovery.Dns dns ->
          new DNS_PING()
              .setDNSQuery(String.join(",", dns.names()))
              .setDNSResolver(new AllAddressesResolver());
      case ClusterOptions.Discovery.Database database -> {
        requireDriver();
        JDBC_PING2 ping =
            new JDBC_PING2()
                .setConnectionUrl(database.jdbcUrl())
                .setConnectionUsername(database.user())
                .setConnectionPassword(database.password());
        // The one setting without a method.
        ping.setValue("connection_driver", POSTGRESQL_DRIVER);
        yield ping;
      }
    };
  }

  private static void requireDriver() {
    try {
      Class.forName("org.postgresql.Driver", false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "cluster discovery by database needs the PostgreSQL driver, which this service does not"
              + " have; use static or dns",
          e);
    }
  }

  /** From host:port to the form that JGroups reads, host[port]. */
  static String hosts(List<String> seeds) {
    return seeds.stream().map(ChannelFactory::host).collect(Collectors.joining(","));
  }

  private static String host(String seed) {
    int colon = seed.lastIndexOf(':');
    try {
      int port = Integer.parseInt(seed.substring(colon + 1).trim());
      String host = seed.substring(0, Math.max(colon, 0)).trim();
      if (!host.isEmpty() && port > 0 && port <= 65_535) {
        return host + "[" + port + "]";
      }
    } catch (NumberFormatException e) {
      // Reported below together with other malformed seeds.
    }
    throw new IllegalArgumentException("cluster seed '" + seed + "' is not host:port");
  }
}
