package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** h2spec, the conformance test of HTTP/2 and HPACK, finds nothing wrong. */
class H2specIT {
  private static final String ARCHIVE = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";

  @TempDir private Path folder;

  @Test
  void everyCasePasses() throws Exception {
    assumeTrue(
        "amd64".equals(System.getProperty("os.arch"))
            && System.getProperty("os.name").startsWith("Linux"),
        "h2spec's program is for Linux on amd64");
    try (InputStream archive = getClass().getResourceAsStream(ARCHIVE)) {
      assumeTrue(archive != null, "h2spec is not among the test dependencies");
      Files.copy(archive, folder.resolve("h2spec.tar.gz"));
    }
    assertThat(run("tar", "xzf", "h2spec.tar.gz")).isEmpty();
    try (RecordingTarget target = RecordingTarget.answering("x".repeat(1000));
        TestGateway gateway = TestGateway.to(target)) {
      String port = Integer.toString(gateway.port());
      assertThat(run("./h2spec", "-h", "127.0.0.1", "-p", port, "-o", "2"))
          .contains("145 tests, 145 passed, 0 skipped, 0 failed");
    }
  }

  private String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
