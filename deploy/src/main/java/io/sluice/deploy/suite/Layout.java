package io.sluice.deploy.suite;

import io.sluice.deploy.suite.ProcessSpec.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The processes of a local suite, from its settings. */
public final class Layout {
  /**
   * Of the options one has a cause that it does not show: while classes are loaded, the JVM's own
   * first limits of metaspace (21 MiB, then a little more each time) bring full collections, two
   * until a gateway serves (244 ms together) and a third under its first load.
   */
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx128m",
          "-XX:MetaspaceSize=128m",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED");

  private static final List<String> DATABASE_USERS = List.of("listeners", "registry", "bridge");

  /** Services that seal secrets in their database. */
  private static final List<String> SEALING = List.of("listeners", "registry");

  /** Control services are short of work and start faster with the first compiler alone. */
  private static final String FIRST_COMPILER_ONLY = "-XX:TieredStopAtLevel=1";

  private final Settings settings;
  private final StateFolder state;
  private final AppFolder apps;
  private final Ports ports;

  public Layout(Settings settings, StateFolder state, AppFolder apps) {
    this.settings = settings;
    this.state = state;
    this.apps = apps;
    this.ports = settings.ports();
  }

  /**
   * All processes but PostgreSQL.
   *
   * @param databaseUrl {@code postgresql://user:password@host:port/database}
   */
  public List<ProcessSpec> processes(String databaseUrl) {
    // In the environment, since every user of the machine can read command lines.
    Map<String, String> database = Map.of("SLUICE_DATABASE_URL", databaseUrl);
    List<ProcessSpec> specs = new ArrayList<>();
    for (String member : ports.members()) {
      specs.add(member(member, DATABASE_USERS.contains(member) ? database : Map.of()));
    }
    if (settings.example()) {
      specs.add(demo(1));
      specs.add(demo(2));
    }
    return specs;
  }

  private ProcessSpec member(String name, Map<String, String> environment) {
    boolean gateway = name.startsWith("gateway-");
    Optional<Path> executable =
        settings.nativeExecutables() ? apps.nativeExecutable(name) : Optional.empty();
    List<String> command = new ArrayList<>();
    if (executable.isPresent()) {
      command.add(executable.get().toString());
      command.add("-Xmx128m");
      command.addAll(properties(name));
    } else {
      command.add(java());
      command.addAll(JVM);
      if (!gateway) {
        command.add(FIRST_COMPILER_ONLY);
      }
      command.addAll(properties(name));
      command.add("-jar");
      command.add(apps.jar(name).toString());
    }
    return new ProcessSpec(
        name,
        gateway ? Role.GATEWAY : Role.SERVICE,
        command,
        environment,
        ports.rest(name),
        "/q/health/ready",
        executable.isPresent());
  }

  private List<String> properties(String name) {
    List<String> options = new ArrayList<>();
    options.add("-Dquarkus.http.host=127.0.0.1");
    options.add("-Dquarkus.http.port=" + ports.rest(name));
    options.add("-Dquarkus.banner.enabled=false");
    options.add("-Dsluice.node.name=" + name);
    options.add("-Dsluice.token-file=" + settings.tokenFile());
    options.add("-Dsluice.cluster.bind-address=127.0.0.1");
    options.add("-Dsluice.cluster.port=" + ports.membership(name));
    options.add("-Dsluice.cluster.bus-port=" + ports.bus(name));
    options.add("-Dsluice.cluster.discovery=static");
    options.add(
        "-Dsluice.cluster.seeds="
            + ports.members().stream()
                .map(member -> "127.0.0.1:" + ports.membership(member))
                .collect(Collectors.joining(",")));
    options.add("-Dsluice.cluster.expected-members=" + ports.members().size());
    if (SEALING.contains(name)) {
      options.add("-Dsluice." + name + ".secret-key-file=" + state.secretKeys());
    }
    if (name.startsWith("gateway-")) {
      options.add("-Dsluice.gateway.id=" + name);
      options.add("-Dsluice.gateway.zone=zone-" + name.substring("gateway-".length()));
      options.add("-Dsluice.gateway.state-dir=" + state.root("gateways").resolve(name));
    }
    for (String override : settings.overrides()) {
      Override parsed = Override.parse(override);
      if (parsed.appliesTo(name)) {
        options.add("-D" + parsed.property());
      }
    }
    return options;
  }

  private ProcessSpec demo(int number) {
    String name = "demo-" + number;
    return new ProcessSpec(
        name,
        Role.DEMO,
        List.of(
            java(),
            "-XX:+UseSerialGC",
            "-Xmx64m",
            FIRST_COMPILER_ONLY,
            "-jar",
            apps.cli().toString(),
            "demo-backend",
            "--name",
            name,
            "--port",
            String.valueOf(ports.demo(number))),
        Map.of(),
        ports.demo(number),
        "/health",
        false);
  }

  /** The java that runs this process. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * A setting for one or more members.
   *
   * @param member a member, {@code gateway} for all gateways, or {@code all}
   * @param property {@code key=value}
   */
  public record Override(String member, String property) {
    /**
     * Reads {@code member.key=value}.
     *
     * @throws IllegalArgumentException when it has another form
     */
    public static Override parse(String text) {
      int equals = text.indexOf('=');
      int dot = text.indexOf('.');
      if (dot < 1 || equals < dot + 2) {
        throw new IllegalArgumentException(
            "--set takes service.key=value, as gateway-1.sluice.gateway.zone=b; got: " + text);
      }
      return new Override(text.substring(0, dot), text.substring(dot + 1));
    }

    boolean appliesTo(String name) {
      return member.equals("all")
          || member.equals(name)
          || (member.equals("gateway") && name.startsWith("gateway-"));
    }
  }
}
