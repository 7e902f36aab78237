package io.sluice.chassis.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server of our own, with all it needs in one folder. It listens on 127.0.0.1 only,
 * has no Unix socket, and takes only the role {@value #USER} with a random password, which is kept
 * in the folder (mode 600). The server outlives the process that started it: a later {@link #start}
 * on the same folder adopts it.
 *
 * <p>First start (unpack, initialise, start) 2-6 s, later starts below 1 s, adoption at once.
 */
public final class EmbeddedPostgres {
  /** The role that owns the database; it is no superuser. */
  public static final String USER = "sluice";

  /** The database. */
  public static final String DATABASE = "sluice";

  private static final int PORT_TRIES = 5;
  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 20;

  private final Path home;
  private final Path data;
  private final Path programs;
  private final RunAs runAs;
  private final String password;
  private int port;

  private EmbeddedPostgres(Path home, Path programs, RunAs runAs, String password) {
    this.home = home;
    this.data = home.resolve("data");
    this.programs = programs;
    this.runAs = runAs;
    this.password = password;
  }

  /**
   * Starts the server of a folder, or adopts the one that runs on it. One that runs on another port
   * than the wanted is restarted.
   *
   * @param folder for programs, data, log and password; created when missing. When the process is
   *     root and the folder lies where an unprivileged user may not go (as {@code /root}), a folder
   *     below {@code /var/lib/sluice} is used instead, see {@link #home()}
   * @param port 1-65535, or 0 for a free one
   * @throws PostgresException when it cannot be started; the message holds the end of its log
   */
  public static EmbeddedPostgres start(Path folder, int port) {
    RunAs runAs = RunAs.current();
    Path home = runAs.home(folder);
    Path programs = PostgresBinaries.unpackInto(home);
    EmbeddedPostgres server = new EmbeddedPostgres(home, programs, runAs, password(home));
    server.initialise();
    server.startOrAdopt(port);
    return server;
  }

  /**
   * The value for {@code sluice.database.url}: {@code
   * postgresql://sluice:PASSWORD@127.0.0.1:PORT/sluice}.
   */
  public String url() {
    return "postgresql://" + USER + ":" + password + "@127.0.0.1:" + port + "/" + DATABASE;
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** The folder with programs, data, {@code postgres.log} and {@code password}. */
  public Path home() {
    return home;
  }

  /** The server's process, or empty when it does not run. */
  public Optional<ProcessHandle> process() {
    return PostmasterFile.running(data).flatMap(server -> ProcessHandle.of(server.pid()));
  }

  /** Starts it again on its port after {@link #stop} or a crash; nothing happens when it runs. */
  public void restart() {
    startOrAdopt(port);
  }

  /** Ends it: open transactions are rolled back, connections closed. Nothing when it is down. */
  public void stop() {
    if (PostmasterFile.running(data).isPresent()) {
      run(pgCtl("-m", "fast", "-w", "-t", String.valueOf(STOP_SECONDS), "stop"), STOP_SECONDS * 2);
    }
  }

  private void startOrAdopt(int wanted) {
    Optional<PostmasterFile> running = PostmasterFile.running(data);
    if (running.isPresent()) {
      PostmasterFile server = running.get();
      if (server.ready() && (wanted == 0 || server.port() == wanted)) {
        port = server.port();
        return;
      }
      stop();
    }
    if (wanted != 0) {
      startOn(wanted);
      return;
    }
    // Another process may take the free port between the look and PostgreSQL's bind.
    for (int tried = 1; ; tried++) {
      try {
        startOn(freePort());
        return;
      } catch (PostgresException e) {
        if (tried == PORT_TRIES) {
          throw e;
        }
      }
    }
  }

  private void startOn(int listen) {
    Path log = home.resolve("postgres.log");
    try {
      if (!Files.exists(log)) {
        Files.createFile(log);
      }
      runAs.own(log);
      long before = Files.size(log);
      try {
        run(
            pgCtl(
                "-l",
                log.toString(),
                "-w",
                "-t",
                String.valueOf(START_SECONDS),
                "-o",
                "-p " + listen,
                "start"),
            START_SECONDS * 2);
      } catch (PostgresException e) {
        String tail = Files.readString(log).substring((int) before).strip();
        throw new PostgresException(
            "PostgreSQL does not start on 127.0.0.1:" + listen + ": " + tail, e);
      }
      port = listen;
    } catch (IOException e) {
      throw new PostgresException(log + " cannot be used: " + e, e);
    }
  }

  private List<String> pgCtl(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("bin/pg_ctl").toString());
    command.addAll(List.of("-D", data.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private void initialise() {
    Path done = home.resolve("initialised");
    if (Files.exists(done)) {
      return;
    }
    try {
      // What an interrupted initialisation left is no database yet.
      if (Files.exists(data)) {
        Files.move(data, home.resolve("data-unfinished-" + System.nanoTime()));
      }
      Files.createDirectory(
          data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      runAs.own(data);
      Path superuser = newSecretFile("superuser");
      runAs.own(superuser);
      try {
        run(
            List.of(
                programs.resolve("bin/initdb").toString(),
                "-D",
                data.toString(),
                "-U",
                "postgres",
                "-A",
                "scram-sha-256",
                "--pwfile=" + superuser,
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"),
            START_SECONDS);
      } finally {
        Files.deleteIfExists(superuser);
      }
      Files.writeString(data.resolve("postgresql.conf"), SETTINGS, StandardOpenOption.APPEND);
      createDatabase();
      Files.createFile(done);
    } catch (IOException e) {
      throw new PostgresException("PostgreSQL cannot be initialised in " + home + ": " + e, e);
    }
  }

  /** The archive has no psql; the server's single-user mode needs neither socket nor password. */
  private void createDatabase() {
    String sql =
        "CREATE ROLE "
            + USER
            + " LOGIN PASSWORD '"
            + password
            + "';\n"
            + "CREATE DATABASE "
            + DATABASE
            + " OWNER "
            + USER
            + ";\n";
    run(
        List.of(
            programs.resolve("bin/postgres").toString(),
            "--single",
            "-D",
            data.toString(),
            "-c",
            "exit_on_error=on",
            "postgres"),
        START_SECONDS,
        sql);
  }

  private static final String SETTINGS =
      """

      # Sluice
      listen_addresses = '127.0.0.1'
      unix_socket_directories = ''
      shared_buffers = 32MB
      max_connections = 100
      max_wal_size = 256MB
      """;

  private void run(List<String> program, int seconds) {
    run(program, seconds, "");
  }

  private void run(List<String> program, int seconds, String input) {
    Path output = null;
    try {
      output = Files.createTempFile("sluice-postgres", ".out");
      // A file, not a pipe: the server inherits the output and would keep a pipe open.
      Process process =
          new ProcessBuilder(runAs.command(program))
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new PostgresException(program.getFirst() + " did not end within " + seconds + " s");
      }
      if (process.exitValue() != 0) {
        throw new PostgresException(
            program.getFirst() + " failed: " + Files.readString(output).strip());
      }
    } catch (IOException e) {
      throw new PostgresException(program.getFirst() + " cannot be run: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresException(program.getFirst() + ": interrupted", e);
    } finally {
      deleteQuietly(output);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }

  private static String password(Path home) {
    Path file = home.resolve("password");
    try {
      return Files.exists(file)
          ? Files.readString(file).strip()
          : Files.readString(writeSecret(file)).strip();
    } catch (IOException e) {
      throw new PostgresException(file + " cannot be used: " + e, e);
    }
  }

  private Path newSecretFile(String name) throws IOException {
    Path file = home.resolve(name);
    Files.deleteIfExists(file);
    return writeSecret(file);
  }

  private static Path writeSecret(Path file) throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-------");
    Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
    return Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new PostgresException("No free port: " + e, e);
    }
  }
}
