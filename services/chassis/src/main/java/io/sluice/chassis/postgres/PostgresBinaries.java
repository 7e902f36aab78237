package io.sluice.chassis.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks PostgreSQL's programs from the class path. */
final class PostgresBinaries {
  private static final int OWNER_EXECUTES = 0100;

  private PostgresBinaries() {}

  /**
   * The folder with {@code bin/postgres}, {@code bin/initdb} and {@code bin/pg_ctl}; unpacked at
   * the first call, which takes 1-2 s.
   */
  static Path unpackInto(Path folder) {
    Path programs = folder.resolve("programs");
    if (Files.isExecutable(programs.resolve("bin/postgres"))) {
      return programs;
    }
    String resource = "postgres-linux-" + architecture() + ".txz";
    try (InputStream archive =
        PostgresBinaries.class.getClassLoader().getResourceAsStream(resource)) {
      if (archive == null) {
        throw new PostgresException(
            "No PostgreSQL programs for this machine: " + resource + " is not on the class path");
      }
      // Unpacked aside and renamed, so that an interrupted start leaves no half folder in use.
      Path aside = Files.createTempDirectory(folder, "programs-");
      unpack(archive, aside);
      Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
      delete(programs);
      Files.move(aside, programs, StandardCopyOption.ATOMIC_MOVE);
      return programs;
    } catch (FileAlreadyExistsException e) {
      return programs;
    } catch (IOException e) {
      throw new PostgresException("PostgreSQL cannot be unpacked into " + folder + ": " + e, e);
    }
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64" -> "arm_64";
      case String other -> other;
    };
  }

  private static void unpack(InputStream archive, Path into) throws IOException {
    try (var tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new BufferedInputStream(archive, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = into.resolve(entry.getName()).normalize();
        if (!path.startsWith(into)) {
          throw new IOException("entry outside the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(path.getParent());
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(tar, path);
          boolean executable = (entry.getMode() & OWNER_EXECUTES) != 0;
          Files.setPosixFilePermissions(
              path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
