package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.Main;
import io.sluice.deploy.suite.StateFolder;
import io.sluice.deploy.supervisor.PidFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UpIT {
  /** Registry's REST port is the base and this. */
  private static final int REGISTRY = 2;

  @TempDir private Path folder;
  private final StringWriter errors = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setErr(new PrintWriter(errors));
    line.setOut(new PrintWriter(new StringWriter()));
    return line.execute(arguments);
  }

  @Test
  void aTakenPortIsNamedAndNothingIsStarted() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int base = taken.getLocalPort() - REGISTRY;

      int code = run("up", "--state", folder.toString(), "--port-base", String.valueOf(base));

      assertThat(code).isEqualTo(1);
      assertThat(errors.toString())
          .contains(
              "Port " + taken.getLocalPort() + " (REST of registry) is taken.", "--port-base");
      assertThat(PidFile.running(new StateFolder(folder))).isEmpty();
      assertThat(folder.resolve("token")).doesNotExist();
    }
  }

  @Test
  void wrongOptionsAreExplained() {
    assertThat(run("up", "--state", folder.toString(), "--gateways", "9")).isEqualTo(2);
    assertThat(errors.toString()).contains("1-6");
    assertThat(run("up", "--state", folder.toString(), "--set", "nonsense")).isEqualTo(2);
    assertThat(errors.toString()).contains("service.key=value");
    assertThat(run("up", "--state", folder.toString(), "--database", "mysql://x")).isEqualTo(2);
    assertThat(errors.toString()).contains("postgresql://user:password@host:port/database");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void commandsOnAFolderWithoutSuiteSayHowToStartOne() {
    assertThat(run("status", "--state", folder.toString())).isEqualTo(1);
    assertThat(errors.toString()).contains("There is no suite in " + folder, "sluice up");
    assertThat(run("down", "--state", folder.toString())).isZero();
    assertThat(run("logs", "--state", folder.toString())).isEqualTo(1);
  }

  @Test
  void theLastLinesOfALogAreShown() throws IOException {
    StateFolder state = new StateFolder(folder);
    state.create();
    Files.writeString(state.log("registry"), "one\ntwo\nthree\n");
    CommandLine line = Main.commandLine();
    StringWriter out = new StringWriter();
    line.setOut(new PrintWriter(out));

    line.execute("logs", "registry", "-n", "2", "--state", folder.toString());

    assertThat(out.toString().lines()).containsExactly("two", "three");
  }
}
