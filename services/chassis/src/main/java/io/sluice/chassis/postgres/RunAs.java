package io.sluice.chassis.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Who runs PostgreSQL: the current user, or an unprivileged one when that is root, since PostgreSQL
 * refuses to run as root.
 */
final class RunAs {
  private static final List<String> UNPRIVILEGED = List.of("postgres", "nobody");
  private static final Path ROOTS_STATE = Path.of("/var/lib/sluice");

  private final Optional<UserPrincipal> user;

  private RunAs(Optional<UserPrincipal> user) {
    this.user = user;
  }

  /** The user for this process. */
  static RunAs current() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return new RunAs(Optional.empty());
    }
    var principals = Path.of("/").getFileSystem().getUserPrincipalLookupService();
    for (String name : UNPRIVILEGED) {
      try {
        return new RunAs(Optional.of(principals.lookupPrincipalByName(name)));
      } catch (UserPrincipalNotFoundException e) {
        continue;
      } catch (IOException e) {
        throw new PostgresException("Users cannot be looked up: " + e, e);
      }
    }
    throw new PostgresException(
        "PostgreSQL does not run as root, and there is none of the users " + UNPRIVILEGED);
  }

  /**
   * The given folder, created when missing; or, when it lies where the unprivileged user may not
   * go, as below {@code /root}, a folder in {@code /var/lib/sluice} that belongs to it.
   */
  Path home(Path wanted) {
    try {
      Path folder = wanted.toAbsolutePath().normalize();
      if (user.isPresent() && !othersMayPass(folder.getParent())) {
        CRC32 hash = new CRC32();
        hash.update(folder.toString().getBytes(StandardCharsets.UTF_8));
        folder =
            ROOTS_STATE.resolve("postgres-" + HexFormat.of().toHexDigits((int) hash.getValue()));
      }
      Files.createDirectories(folder);
      if (user.isPresent()) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      return folder;
    } catch (IOException e) {
      throw new PostgresException("The folder " + wanted + " cannot be used: " + e, e);
    }
  }

  /** Gives a file or folder to the user. */
  void own(Path path) throws IOException {
    if (user.isPresent()) {
      Files.setOwner(path, user.get());
    }
  }

  /** The command line that runs a program as the user. */
  List<String> command(List<String> program) {
    if (user.isEmpty()) {
      return program;
    }
    List<String> command = new ArrayList<>();

    command.addAll(
        List.of(
            "setpriv", "--reuid=" + user.get().getName(), "--regid=" + group(), "--clear-groups"));
    command.addAll(program);
    return command;
  }

  private String group() {
    try {
      for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
        String[] fields = line.split(":", -1);
        if (fields.length > 3 && fields[0].equals(user.orElseThrow().getName())) {
          return fields[3];
        }
      }
      throw new PostgresException("No entry for " + user.orElseThrow() + " in /etc/passwd");
    } catch (IOException e) {
      throw new PostgresException("/etc/passwd cannot be read: " + e, e);
    }
  }

  private static boolean othersMayPass(Path folder) throws IOException {
    for (Path path = folder; path != null; path = path.getParent()) {
      if (Files.exists(path)
          && !Files.readAttributes(path, PosixFileAttributes.class)
              .permissions()
              .contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }
}
