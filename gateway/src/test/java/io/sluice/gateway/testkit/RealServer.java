package io.sluice.gateway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.gateway.testkit.TestCertificates.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** PostgreSQL, Redis or OpenSSH in a process of its own, on a port of the loopback. */
public final class RealServer extends RealProcess {
  private static final Path POSTGRES = Path.of("/usr/lib/postgresql");
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private RealServer(int port, List<String> command) throws IOException {
    super(port, command);
  }

  /** Whether all these programs, given by their paths, can be run. */
  public static boolean installed(String... programs) {
    return Stream.of(programs).allMatch(program -> Files.isExecutable(Path.of(program)));
  }

  /** Whether PostgreSQL can be run. */
  public static boolean postgresInstalled() throws IOException {
    return postgresPrograms().isPresent();
  }

  /**
   * PostgreSQL with the database {@code postgres} and the user {@code sluice}, who needs no
   * password; TLS for those who ask for it.
   */
  public static RealServer postgres(Identity identity) throws IOException {
    Path programs = postgresPrograms().orElseThrow();
    // The user postgres must be allowed to go there.
    Path home = Files.createTempDirectory("sluice-test-postgres");
    Path certificate = write(home.resolve("server.crt"), identity.certificatePem());
    Path key = write(home.resolve("server.key"), identity.keyPem());
    Path data = home.resolve("data");
    if (ROOT) {
      run(null, "chown", "-R", "postgres", home.toString());
    }
    List<String> initdb =
        asPostgres(programs, "initdb", "-D", data.toString(), "-U", "sluice", "-A", "trust", "-N");
    run(null, initdb.toArray(String[]::new));
    int port = FreePort.find();
    return new RealServer(
        port,
        asPostgres(
            programs,
            "postgres",
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=off",
            "-c",
            "ssl=on",
            "-c",
            "ssl_cert_file=" + certificate,
            "-c",
            "ssl_key_file=" + key));
  }

  private static Optional<Path> postgresPrograms() throws IOException {
    if (!Files.isDirectory(POSTGRES)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(POSTGRES)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
          .findFirst();
    }
  }

  /** The server refuses root. */
  private static List<String> asPostgres(Path programs, String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (ROOT) {
      command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Redis.
   *
   * @param identity null: without TLS
   */
  public static RealServer redis(Identity identity, Path folder) throws IOException {
    int port = FreePort.find();
    List<String> command =
        new ArrayList<>(
            List.of(
                "redis-server", "--bind", "127.0.0.1", "--save", "", "--dir", folder.toString()));
    if (identity == null) {
      command.addAll(List.of("--port", Integer.toString(port)));
    } else {
      Path certificate = write(folder.resolve("redis.crt"), identity.certificatePem());
      Path key = write(folder.resolve("redis.key"), identity.keyPem());
      command.addAll(List.of("--port", "0", "--tls-port", Integer.toString(port)));
      command.addAll(List.of("--tls-cert-file", certificate.toString()));
      command.addAll(List.of("--tls-key-file", key.toString(), "--tls-auth-clients", "no"));
    }
    return new RealServer(port, command);
  }

  /** OpenSSH, which lets in whoever has the key {@code user} of the folder. */
  public static RealServer ssh(Path folder) throws IOException {
    for (String key : List.of("host", "user")) {
      run(null, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "" + folder.resolve(key));
    }
    if (ROOT) {
      // Made by the service's unit, which does not run here.
      Files.createDirectories(Path.of("/run/sshd"));
    }
    int port = FreePort.find();
    Path configuration =
        write(
            folder.resolve("sshd.conf"),
            """
            Port %d
            ListenAddress 127.0.0.1
            HostKey %s
            AuthorizedKeysFile %s
            PidFile none
            StrictModes no
            UsePAM no
            PermitRootLogin yes
            PasswordAuthentication no
            """
                .formatted(port, folder.resolve("host"), folder.resolve("user.pub")));
    return new RealServer(
        port, List.of("/usr/sbin/sshd", "-D", "-e", "-f", configuration.toString()));
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text);
  }

  /**
   * What a program writes; fails when it fails.
   *
   * @param input of the program; null: none
   */
  public static String run(String input, String... command) throws IOException {
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = program.getOutputStream()) {
      if (input != null) {
        in.write(input.getBytes(UTF_8));
      }
    }
    String output = new String(program.getInputStream().readAllBytes(), UTF_8);
    try {
      if (!program.waitFor(20, TimeUnit.SECONDS) || program.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ":\n" + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return output;
  }
}
