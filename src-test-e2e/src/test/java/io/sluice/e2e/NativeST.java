package io.sluice.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.e2e.suite.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first minutes of a new user who has built native executables. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class NativeST {
  @Test
  void upWithNativeExecutablesCarriesTrafficAndDownLeavesNothing() throws Exception {
    assumeTrue(
        executableIn("gateway/target"),
        "no native executable of the gateway: «./sluice native» builds it, with GraalVM or Mandrel");
    FirstSteps.walk("native", "--native");
  }

  private static boolean executableIn(String folder) throws IOException {
    Path target = Launcher.find().project().resolve(folder);
    try (Stream<Path> files = Files.list(target)) {
      return files.anyMatch(
          file -> file.getFileName().toString().endsWith("-runner") && Files.isExecutable(file));
    }
  }
}
