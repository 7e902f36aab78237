package io.sluice.deploy.suite;

import java.util.List;

/**
 * How a local suite was asked to run; kept in its state folder, so that every other command knows
 * it.
 *
 * @param portBase see {@link Ports}
 * @param gateways see {@link Ports}
 * @param httpPort see {@link Ports}
 * @param externalDatabase whether {@link StateFolder#databaseUrl()} names a PostgreSQL that
 *     somebody else runs
 * @param example whether the demo backends run and the example is loaded into an empty suite
 * @param nativeExecutables whether native executables are used where they have been built
 * @param tokenFile absolute path of the management token
 * @param overrides {@code member.key=value}; member may be {@code gateway} for all gateways or
 *     {@code all}
 */
public record Settings(
    int portBase,
    int gateways,
    int httpPort,
    boolean externalDatabase,
    boolean example,
    boolean nativeExecutables,
    String tokenFile,
    List<String> overrides) {

  /** The port plan. */
  public Ports ports() {
    return new Ports(portBase, gateways, httpPort);
  }

  /** Base URL of a member's REST or administration port. */
  public String url(String member) {
    return "http://127.0.0.1:" + ports().rest(member);
  }
}
