package io.sluice.deploy.cli;

import io.sluice.deploy.apply.Applying;
import io.sluice.deploy.rest.Rest;
import io.sluice.deploy.suite.Settings;
import io.sluice.deploy.suite.Token;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code apply}. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Brings a suite to what a YAML file asks for: shows what differs, then creates, changes and"
            + " deletes it. What a section lists is the whole truth of that section.")
public final class ApplyCommand implements Runnable {
  @Mixin private StateOption state;
  @Spec private CommandSpec spec;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "The file; - is the standard input. May be repeated: all are one wish.")
  private List<String> files;

  @Option(names = "--dry-run", description = "Only shows what would be done.")
  private boolean dryRun;

  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      description = "Value of $${NAME} in the file; else the environment has it.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Where all services are reached under one address. Default: the local suite's ports.")
  private String url;

  @Option(names = "--listeners-url", paramLabel = "URL", description = "The listeners service.")
  private String listenersUrl;

  @Option(names = "--registry-url", paramLabel = "URL", description = "The registry service.")
  private String registryUrl;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The management token; also by $$SLUICE_TOKEN. Default: the local suite's.")
  private Path tokenFile;

  @Override
  public void run() {
    Map<String, String> values = new LinkedHashMap<>(System.getenv());
    values.putAll(variables);
    String token = token();
    new Applying(
            new Rest(url(listenersUrl, "listeners"), token),
            new Rest(url(registryUrl, "registry"), token),
            spec.commandLine().getOut())
        .apply(files.stream().map(Applying.Source::read).toList(), values, dryRun);
  }

  private String url(String own, String service) {
    return Optional.ofNullable(own)
        .or(() -> Optional.ofNullable(url))
        .orElseGet(() -> state.settings().url(service));
  }

  private String token() {
    String environment = System.getenv("SLUICE_TOKEN");
    if (tokenFile != null) {
      return Token.read(tokenFile);
    }
    if (environment != null && !environment.isBlank()) {
      return environment.strip();
    }
    Settings settings = state.settings();
    return Token.read(Path.of(settings.tokenFile()));
  }
}
