package io.sluice.e2e.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A running suite: four control services, two gateways and a PostgreSQL, with a state of its own.
 */
public final class Suite implements AutoCloseable {
  /** The control services, in the order in which they start. */
  public static final List<String> SERVICES = List.of("listeners", "registry", "health", "bridge");

  /** The gateways. */
  public static final List<String> GATEWAYS = List.of("gateway-1", "gateway-2");

  /** The embedded PostgreSQL as the launcher names it. */
  public static final String POSTGRES = "postgres";

  private final Launcher launcher;
  private final Path state;
  private final int portBase;
  private final Launcher.Result started;
  private final Map<String, Api> apis = new TreeMap<>();

  private Suite(Launcher launcher, Path state, int portBase, Launcher.Result started) {
    this.launcher = launcher;
    this.state = state;
    this.portBase = portBase;
    this.started = started;
    String token = token();
    for (int i = 0; i < SERVICES.size(); i++) {
      apis.put(SERVICES.get(i), new Api("http://127.0.0.1:" + (portBase + 1 + i), token));
    }
  }

  /** Starts a suite without the example in a state folder of its own, on free ports. */
  public static Suite start(String name, String... options) {
    return start(newState(name), Ports.suiteBase(), withoutExample(options));
  }

  /**
   * Starts a suite, or one that was down again.
   *
   * @param state its state folder
   * @param portBase its port base
   * @param options further options of {@code up}
   */
  public static Suite start(Path state, int portBase, List<String> options) {
    Launcher launcher = Launcher.find();
    Launcher.Result up = launcher.run(command("up", state, portBase, options));
    if (up.exitCode() != 0) {
      launcher.run(List.of("down", "--state", state.toString()));
      throw new AssertionError("up failed: " + up.output() + up.errors() + "\nlogs: " + state);
    }
    return new Suite(launcher, state, portBase, up);
  }

  /** A state folder that was not used before. */
  public static Path newState(String name) {
    try {
      Path target = Launcher.find().project().resolve("src-test-e2e/target/suites");
      Files.createDirectories(target);
      return Files.createTempDirectory(target, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> withoutExample(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--no-example");
    return all;
  }

  private static List<String> command(String name, Path state, int portBase, List<String> options) {
    List<String> command = new ArrayList<>(List.of(name, "--state", state.toString()));
    command.addAll(List.of("--port-base", Integer.toString(portBase)));
    command.addAll(options);
    return command;
  }

  /** Runs a command of the launcher on this suite's state. */
  public Launcher.Result command(String name, String... options) {
    List<String> command = new ArrayList<>(List.of(name, "--state", state.toString()));
    command.addAll(List.of(options));
    return launcher.run(command);
  }

  /** What the start printed. */
  public Launcher.Result started() {
    return started;
  }

  /** The state folder. */
  public Path state() {
    return state;
  }

  /** The port base. */
  public int portBase() {
    return portBase;
  }

  /** The management token. */
  public String token() {
    try {
      return Files.readString(state.resolve("token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A control service's API. */
  public Api api(String service) {
    return apis.get(service);
  }

  /** The API of load balancers, listeners, rule groups and rules. */
  public Api listeners() {
    return api("listeners");
  }

  /** The API of backend services, virtual server groups and targets. */
  public Api registry() {
    return api("registry");
  }

  /** The API of target health. */
  public Api health() {
    return api("health");
  }

  /** The API of webhooks. */
  public Api bridge() {
    return api("bridge");
  }

  /** The process id of a service, a gateway or {@link #POSTGRES}; 0 when it does not run. */
  public long pid(String process) {
    return pids().getOrDefault(process, 0L);
  }

  /** Process ids of all that run, by name. */
  public Map<String, Long> pids() {
    Map<String, Long> pids = new TreeMap<>();
    for (JsonNode process : status().path("processes")) {
      long pid = process.path("pid").asLong();
      if (pid > 0 && Processes.isAlive(pid)) {
        pids.put(process.path("name").asText(), pid);
      }
    }
    return pids;
  }

  /** The process id of the supervisor, which starts again what ends: the parent of them all. */
  public long supervisorPid() {
    return ProcessHandle.of(pid("listeners"))
        .flatMap(ProcessHandle::parent)
        .map(ProcessHandle::pid)
        .orElseThrow(() -> new IllegalStateException("listeners does not run"));
  }

  /** What {@code status --json} says. */
  public JsonNode status() {
    Launcher.Result result = command("status", "--json");
    try {
      return Api.JSON.readTree(result.output());
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + result.output() + result.errors(), e);
    }
  }

  /** Waits until all gateways have applied a resource's last change; its state then. */
  public JsonNode awaitApplied(Api api, String path) {
    return awaitApplied(api, path, GATEWAYS.size());
  }

  /** As {@link #awaitApplied(Api, String)} for a suite with another number of gateways. */
  public JsonNode awaitApplied(Api api, String path, int gateways) {
    JsonNode[] last = {MissingNode.getInstance()};
    Site.await(path + " applied by all gateways")
        .untilAsserted(() -> {
          last[0] = api.get(path).expect(200).json();
          if (!applied(last[0], gateways)) {
            throw new AssertionError("not applied: " + last[0].path("status"));
          }
        });
    return last[0];
  }

  /** Whether a resource's status says that both gateways have applied it. */
  public static boolean applied(JsonNode resource) {
    return applied(resource, GATEWAYS.size());
  }

  private static boolean applied(JsonNode resource, int gateways) {
    JsonNode status = resource.path("status");
    return status.path("applied").asBoolean() && status.path("gateways").size() == gateways;
  }

  /** The health service's entry of a target in a pool; missing when there is none yet. */
  public JsonNode health(Site.Pool pool, String targetId) {
    JsonNode items =
        health()
            .get("/target-health?backendServiceId=" + pool.serviceId() + "&limit=1000")
            .expect(200)
            .json()
            .path("items");
    for (JsonNode item : items) {
      if (targetId.equals(item.path("targetId").asText())) {
        return item;
      }
    }
    return MissingNode.getInstance();
  }

  /** Waits until every control service is ready. */
  public void awaitReady() {
    for (String service : SERVICES) {
      Site.await(service + " ready")
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptions()
          .until(() -> ready(portBase + 1 + SERVICES.indexOf(service)));
    }
  }

  private static boolean ready(int port) {
    try (var connection = io.sluice.e2e.traffic.HttpConnection.open(port)) {
      return connection.get("127.0.0.1", "/q/health/ready").status() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** A process's log. */
  public Path log(String process) {
    return state.resolve("logs").resolve(process + ".log");
  }

  /** Ends the suite; its logs and data stay, the copies of the programs (200 MB) do not. */
  @Override
  public void close() {
    command("down").expectSuccess();
    try (Stream<Path> files = Files.walk(state.resolve("app"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
