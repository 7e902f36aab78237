package io.sluice.deploy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void thePageInTheDocsIsWhatTheCodeSays() throws IOException {
    assertThat(ConfigurationReference.render(ROOT))
        .as("docs/configuration.md is out of step: run scripts/make-configuration-docs")
        .isEqualTo(Files.readString(ROOT.resolve("docs/configuration.md")));
  }

  @Test
  void everyOptionSaysItsEffect() throws IOException {
    assertThat(ConfigurationReference.render(ROOT).lines())
        .noneMatch(line -> line.startsWith("| `sluice.") && line.endsWith("|  |"));
  }
}
