package io.sluice.e2e.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL that is not ours: Debian's server package, with a cluster of its own in a temporary
 * folder. Root runs it as the package's user {@code postgres}, since the server refuses root.
 */
public final class DebianPostgres implements AutoCloseable {
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final String PASSWORD = "external-secret";

  private final Path bin;
  private final Path data;
  private final int port;

  private DebianPostgres(Path bin, Path data, int port) {
    this.bin = bin;
    this.data = data;
    this.port = port;
  }

  /** Whether the package is installed. */
  public static boolean installed() throws IOException {
    return newestBin().isPresent();
  }

  /**
   * Makes a cluster and starts its server.
   *
   * @param port a loopback port
   */
  public static DebianPostgres start(int port) throws Exception {
    // Not below the project, which may lie where the user postgres must not go.
    Path home = Files.createTempDirectory("sluice-postgres-");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path password = home.resolve("password");
    Files.writeString(password, PASSWORD);
    if (isRoot()) {
      run(List.of("chown", "-R", "postgres", home.toString()));
    }
    Path data = home.resolve("data");
    DebianPostgres server = new DebianPostgres(newestBin().orElseThrow(), data, port);
    server.tool(
        "initdb",
        "-D",
        data.toString(),
        "-U",
        "sluice",
        "-A",
        "scram-sha-256",
        "--pwfile=" + password,
        "-E",
        "UTF8");
    server.tool(
        "pg_ctl",
        "-D",
        data.toString(),
        "-l",
        home.resolve("server.log").toString(),
        "-o",
        "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + home,
        "-w",
        "start");
    return server;
  }

  /** The value of {@code --database}; the database {@code postgres} is there from the start. */
  public String url() {
    return "postgresql://sluice:" + PASSWORD + "@127.0.0.1:" + port + "/postgres";
  }

  @Override
  public void close() throws Exception {
    tool("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "stop");
    try (Stream<Path> files = Files.walk(data.getParent())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void tool(String name, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
    }
    command.add(bin.resolve(name).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws Exception {
    Path log = Files.createTempFile("postgres-", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = process.waitFor(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " failed: " + Files.readString(log));
      }
    } finally {
      Files.delete(log);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static Optional<Path> newestBin() throws IOException {
    if (!Files.isDirectory(VERSIONS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    }
  }
}
