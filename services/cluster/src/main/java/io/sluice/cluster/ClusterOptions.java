package io.sluice.cluster;

import java.util.List;
import java.util.Objects;

/**
 * How a member finds the others and speaks to them.
 *
 * @param memberName shown in logs, as listeners-1
 * @param bindAddress a concrete address or host name of this machine; other members connect to it,
 *     so a wildcard is refused when the member joins
 * @param port of the membership, 1-65435; port + {@value #FAILURE_DETECTION_PORT_OFFSET} is used
 *     for failure detection
 * @param discovery where other members are looked for
 * @param tls mutual TLS between the members, or null for none
 */
public record ClusterOptions(
    String memberName, String bindAddress, int port, Discovery discovery, Tls tls) {
  /**
   * The failure detection's port is the membership's plus this. It carries no data and proves
   * nothing about its peer, so it must be reachable by members only.
   */
  public static final int FAILURE_DETECTION_PORT_OFFSET = 100;

  public ClusterOptions {
    Objects.requireNonNull(memberName, "memberName");
    Objects.requireNonNull(bindAddress, "bindAddress");
    Objects.requireNonNull(discovery, "discovery");
    if (port < 1 || port > 65_535 - FAILURE_DETECTION_PORT_OFFSET) {
      throw new IllegalArgumentException(
          "cluster port " + port + " is not in 1-" + (65_535 - FAILURE_DETECTION_PORT_OFFSET));
    }
  }

  /** Where other members are looked for. */
  public sealed interface Discovery {
    /**
     * Fixed addresses. Not all members need to be named: one that is up is enough to join.
     *
     * @param seeds each as host:port; may be empty for a member that is only found by others
     */
    record Static(List<String> seeds) implements Discovery {
      public Static {
        seeds = List.copyOf(seeds);
      }
    }

    /**
     * All addresses that names resolve to, asked again at each search. All members use the same
     * port.
     *
     * @param names host names, at least one
     */
    record Dns(List<String> names) implements Discovery {
      public Dns {
        names = List.copyOf(names);
        if (names.isEmpty()) {
          throw new IllegalArgumentException("discovery by DNS needs at least one host name");
        }
      }
    }

    /**
     * A table {@code jgroups} in a PostgreSQL database, where members write down their address.
     *
     * @param jdbcUrl as jdbc:postgresql://host:port/database
     * @param user who may create and change the table
     * @param password the user's
     */
    record Database(String jdbcUrl, String user, String password) implements Discovery {
      @Override
      public String toString() {
        return "Database[jdbcUrl=" + jdbcUrl + ", user=" + user + "]";
      }
    }
  }

  /**
   * PEM files. There is no host name check: whoever holds a certificate of the trusted authority is
   * a member, so the authority must be one for this cluster only.
   *
   * @param certificate path of the certificate chain
   * @param key path of its private key, PKCS#8
   * @param trust path of the trusted authorities' certificates
   */
  public record Tls(String certificate, String key, String trust) {}
}
