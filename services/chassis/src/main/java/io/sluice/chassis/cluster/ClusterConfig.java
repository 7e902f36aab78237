package io.sluice.chassis.cluster;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** How the services of a suite find each other and speak. */
@ConfigMapping(prefix = "sluice.cluster")
public interface ClusterConfig {
  /**
   * Address or host name that membership and event bus listen on and that other members connect to.
   * A wildcard is refused. Without TLS whoever reaches it can join, so beyond loopback set {@code
   * sluice.cluster.tls} too.
   */
  @WithDefault("127.0.0.1")
  String bindAddress();

  /**
   * TCP port of the membership, 1-65435. The port 100 above it is used for failure detection and is
   * not encrypted (it carries no data): let members only reach it.
   */
  @WithDefault("7800")
  int port();

  /** TCP port of the event bus, 0-65535; 0 takes a free one. */
  @WithDefault("7801")
  int busPort();

  /**
   * Where other members are looked for. With discovery {@code static}: host:port of some or all
   * members, separated by commas; one that is up is enough to join. With {@code dns}: host names
   * that resolve to all members, which then all use the same port. Not used with {@code database}.
   */
  Optional<List<String>> seeds();

  /**
   * {@code static}, {@code dns}, or {@code database}: members write their address down in a table
   * {@code jgroups} of the database at {@code sluice.database.url}; only for services that have a
   * database.
   */
  @WithDefault("static")
  Discovery discovery();

  /**
   * How many members the suite has, this one included. With more than 1 the service is not ready
   * while it stands alone, be it because the others are down, cut off, or refuse its certificate.
   */
  @WithDefault("1")
  int expectedMembers();

  /**
   * Whether the service is ready even while it stands alone. For gateways, which serve on without
   * any other service; then the state is only reported.
   */
  @WithDefault("false")
  boolean readyAlone();

  /** Mutual TLS 1.3 on membership and event bus; off without. All three files are needed. */
  Optional<Tls> tls();

  /** How members are looked for. */
  enum Discovery {
    /** Fixed addresses. */
    STATIC,
    /** All addresses of host names. */
    DNS,
    /** A table in PostgreSQL. */
    DATABASE
  }

  /** Who this member is and whom it trusts. */
  interface Tls {
    /** PEM file with this member's certificate chain. Read once, at the start. */
    String certificate();

    /** PEM file with the certificate's private key, in PKCS#8, unencrypted. */
    String key();

    /**
     * PEM file with the certificates of the authorities that members are trusted by. Host names are
     * not compared, so use an authority that signs for this cluster only.
     */
    String trust();
  }
}
