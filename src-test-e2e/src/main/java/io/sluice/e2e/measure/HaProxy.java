package io.sluice.e2e.measure;

import io.sluice.e2e.suite.Ports;
import io.sluice.e2e.suite.Processes;
import io.sluice.e2e.suite.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * HAProxy in front of one backend, on one thread. Its timer of heads is long, since it runs from
 * the start of a connection and would end those that are idle; it is not to refuse to start where
 * it could not open two files for each connection, since it will not.
 */
final class HaProxy implements AutoCloseable {
  private static final String CONFIGURATION =
      """
      global
        maxconn 12000
        no strict-limits
        nbthread 1
      defaults
        mode http
        timeout connect 5s
        timeout client 1h
        timeout server 60s
        timeout http-request 1h
        timeout http-keep-alive 1h
      listen measured
        bind 127.0.0.1:%d
        http-reuse always
        server b 127.0.0.1:%d
      """;

  private final Process process;
  private final int port;

  private HaProxy(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it; {@code scripts/install-bench-tools} installs it.
   *
   * @param folder for its configuration and what it logs
   */
  static HaProxy start(Path folder, int backendPort) throws IOException {
    int port = Ports.free();
    Path file = folder.resolve("haproxy.cfg");
    Files.writeString(file, CONFIGURATION.formatted(port, backendPort));
    Process process =
        new ProcessBuilder("haproxy", "-db", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("haproxy.log").toFile())
            .start();
    HaProxy haproxy = new HaProxy(process, port);
    Site.await("HAProxy listens; see " + folder.resolve("haproxy.log"))
        .until(() -> !Ports.isFree(port) || !process.isAlive());
    if (!process.isAlive()) {
      throw new IOException("HAProxy ended: " + Files.readString(folder.resolve("haproxy.log")));
    }
    return haproxy;
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    Processes.awaitEnd(process.pid(), Duration.ofSeconds(10));
  }
}
