package io.sluice.deploy.suite;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.deploy.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The folder in which a local suite keeps all it has: settings, token, database, gateways' copies,
 * logs, and who runs. Files in it are readable by their owner alone.
 */
public final class StateFolder {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final AtomicLong TEMPORARY = new AtomicLong();

  private final Path root;

  public StateFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * Makes the folder when it is missing. Its mode is 700; run by root it is 711, since PostgreSQL
   * runs as an unprivileged user and has to pass it.
   */
  public void create() {
    try {
      boolean root = "root".equals(System.getProperty("user.name"));
      secretFolder(this.root, root ? "rwx--x--x" : "rwx------");
      for (Path folder : new Path[] {logs(), run(), root("app")}) {
        secretFolder(folder, "rwx------");
      }
    } catch (IOException e) {
      throw new UserError("The state folder " + root + " cannot be used: " + e, e);
    }
  }

  private static void secretFolder(Path folder, String mode) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
  }

  /** The folder itself. */
  public Path path() {
    return root;
  }

  /** A file or folder in it. */
  public Path root(String name) {
    return root.resolve(name);
  }

  /** Where the log of each process lies. */
  public Path logs() {
    return root("logs");
  }

  /** The log of one process. */
  public Path log(String process) {
    return process.equals("postgres")
        ? root("postgres").resolve("postgres.log")
        : logs().resolve(process + ".log");
  }

  /** Where it is kept who runs. */
  public Path run() {
    return root("run");
  }

  /** The management token, unless the settings name another file. */
  public Path token() {
    return root("token");
  }

  /** Present from the generation of a token until a person has seen it. */
  Path tokenToShow() {
    return root("token-to-show");
  }

  /** The key that secrets are sealed with in the database. */
  public Path secretKeys() {
    return root("secret-keys");
  }

  /** The URL of an external database. */
  public Path databaseUrl() {
    return root("database-url");
  }

  /** Present once the example has been loaded. */
  public Path exampleLoaded() {
    return root("example-loaded");
  }

  /** The settings of the suite, or empty when none was ever started here. */
  public Optional<Settings> settings() {
    return read(root("suite.json"), Settings.class);
  }

  /** Keeps the settings. */
  public void settings(Settings settings) {
    write(root("suite.json"), settings);
  }

  /**
   * Reads a JSON file of the folder; empty when it is missing.
   *
   * @throws UserError when it cannot be read
   */
  public <T> Optional<T> read(Path file, Class<T> type) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), type));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Writes a JSON file of the folder; readers see the old one or the new one. */
  public void write(Path file, Object value) {
    try {
      writeSecret(file, JSON.writeValueAsString(value));
    } catch (IOException e) {
      throw new UserError(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Writes a file of mode 600; readers see the old one or the new one. */
  public static void writeSecret(Path file, String text) throws IOException {
    Path next =
        file.resolveSibling(
            file.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "-"
                + TEMPORARY.incrementAndGet());
    Files.createFile(
        next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Takes the folder for a command that starts or stops the suite.
   *
   * @throws UserError when another such command is at work
   */
  public Lock lock() {
    try {
      FileChannel channel =
          FileChannel.open(
              run().resolve("command.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new UserError("Another «sluice up» or «sluice down» is at work on " + root + ".");
      }
      return new Lock(channel);
    } catch (IOException e) {
      throw new UserError("The state folder " + root + " cannot be used: " + e, e);
    }
  }

  /** The folder is taken until this is closed. */
  public static final class Lock implements AutoCloseable {
    private final FileChannel channel;

    private Lock(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UserError("The state folder cannot be let go: " + e, e);
      }
    }
  }
}
