package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./sluice} with JDKs and Mavens that only pretend. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ScriptIT {
  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path script;

  @BeforeEach
  void prepare() throws IOException {
    script = Path.of("..", "sluice").toAbsolutePath().normalize();
    assumeTrue(Files.isExecutable(script), "the script lies in the project's root");
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("SLUICE_JAVA_DIRS", Files.createDirectories(folder.resolve("jvm")).toString());
    environment.put("SLUICE_MVN", maven("3.9.9").toString());
  }

  private record Result(int code, String output) {}

  private Result run(Path program, String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = program.toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    return new Result(code, Files.readString(output));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve("jvm").resolve(name);
    program(home.resolve("bin/java"), "exit 3");
    program(home.resolve("bin/javac"), "exit 3");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private Path maven(String version) throws IOException {
    return program(folder.resolve("maven-" + version + "/bin/mvn"), "echo Apache Maven " + version);
  }

  private static Path program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void theFirstJdkThatIsNewEnoughIsUsed() throws Exception {
    jdk("jdk-17", "17.0.15");
    Path wanted = jdk("with space-26", "26");

    Result result = run(script, "env");

    assertThat(result.output()).contains("JDK   " + wanted + " (26)", "(3.9.9)");
    assertThat(result.code()).isZero();
  }

  @Test
  void anOldJavaHomeIsPassedOver() throws Exception {
    environment.put("JAVA_HOME", jdk("jdk-8", "8").toString());
    Path wanted = jdk("jdk-25", "25.0.3");

    assertThat(run(script, "env").output()).contains(wanted + " (25)");
  }

  @Test
  void withoutJdkItSaysWhatItLookedAtAndWhatToInstall() throws Exception {
    jdk("jdk-17", "17.0.15");

    Result result = run(script, "status");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output())
        .contains("needs JDK 25 or newer", "jdk-17 is JDK 17", "SLUICE_JAVA_HOME=");
  }

  @Test
  void aJdkThatWasNamedIsTakenOrRefused() throws Exception {
    environment.put("SLUICE_JAVA_HOME", jdk("jdk-21", "21").toString());
    assertThat(run(script, "env").output()).contains("jdk-21 is JDK 21; Sluice needs JDK 25");

    environment.put("SLUICE_JAVA_HOME", folder.resolve("nothing").toString());
    assertThat(run(script, "env").output()).contains("is no JDK");
  }

  @Test
  void anOldMavenIsRefused() throws Exception {
    jdk("jdk-25", "25.0.3");
    environment.put("SLUICE_MVN", maven("3.6.3").toString());

    Result result = run(script, "env");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("is Maven 3.6.3", "needs Maven 3.8.7 or newer");
  }

  @Test
  void aLinkToTheScriptFindsTheProject() throws Exception {
    jdk("jdk-25", "25.0.3");
    Path link = Files.createSymbolicLink(folder.resolve("a link"), script);

    assertThat(run(link, "env").code()).isZero();
  }

  @Test
  void nativeExecutablesNeedGraalVm() throws Exception {
    jdk("jdk-25", "25.0.3");

    Result result = run(script, "native");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("set GRAALVM_HOME");
  }
}
