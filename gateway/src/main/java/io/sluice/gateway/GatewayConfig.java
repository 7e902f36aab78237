package io.sluice.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of a gateway. */
@ConfigMapping(prefix = "sluice.gateway")
public interface GatewayConfig {
  /**
   * The gateway's name. It must be unique in the suite and stay the same over restarts: listeners'
   * status names gateways by it. Default: the node's name ({@code sluice.node.name}), else {@code
   * gateway}.
   */
  @WithDefault("${sluice.node.name:gateway}")
  String id();

  /** The zone the gateway runs in, as targets name theirs. Default: {@code default}. */
  @WithDefault("default")
  String zone();

  /**
   * IP literal that listeners bind whose load balancer names no address. Default: {@code
   * 127.0.0.1}. Warning: {@code 0.0.0.0} opens every listener to every network of the machine.
   */
  @WithDefault("127.0.0.1")
  String bindAddress();

  /**
   * Folder of the last-known-good copy, from which the gateway serves when it starts and no control
   * service answers. It is created when missing. Default: none, no copy is kept. Warning: without
   * it a gateway that restarts while the control services are down serves nothing.
   */
  Optional<Path> stateDir();

  /** Number of event loops that carry traffic, 1-256. Default: the number of processors. */
  OptionalInt eventLoops();

  /**
   * Client connections that the gateway takes at most, over all listeners, 1-10000000; more are
   * reset at once and counted. Default: three fifths of the files that the process may have open
   * ({@code ulimit -n}), but one for each 8 KiB of the largest heap at most. Warning: with more
   * than that the process may run out of files or memory, and then serves nobody well.
   */
  OptionalInt maxConnections();

  /**
   * Seconds that requests in flight have to end when the gateway is stopped, 0-3600. Default: 30.
   * What has not ended then is cut.
   */
  @WithDefault("30")
  int drainTimeoutSeconds();

  /**
   * The library that does TLS with clients: {@code boringssl}, {@code jdk}, or {@code auto} for
   * BoringSSL where it works (Linux on x86-64, on the JVM), else the JDK. Default: {@code auto}.
   * Warning: with {@code boringssl} the gateway does not start where it does not work.
   */
  @WithDefault("auto")
  String tlsEngine();

  /**
   * File that gets one line of JSON for each request. Default: none, no access log. Requests never
   * wait for it: lines that the disk is too slow for are dropped and counted. A file that was moved
   * away is made anew within a second. Warning: it holds paths, queries and client addresses, and
   * nothing limits its size.
   */
  Optional<Path> accessLog();
}
