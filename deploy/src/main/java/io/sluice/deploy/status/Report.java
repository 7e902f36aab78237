package io.sluice.deploy.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.deploy.rest.Rest;
import io.sluice.deploy.rest.RestException;
import io.sluice.deploy.suite.Settings;
import io.sluice.deploy.suite.StateFolder;
import io.sluice.deploy.suite.Token;
import io.sluice.deploy.supervisor.PidFile;
import io.sluice.deploy.supervisor.ProcessId;
import io.sluice.deploy.supervisor.RunState;
import io.sluice.deploy.supervisor.RunState.ProcessState;
import io.sluice.deploy.supervisor.RunState.State;
import io.sluice.deploy.supervisor.Supervisor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gathers what is known of a local suite: processes from the supervisor and {@code /proc}, the rest
 * from the services. What cannot be asked is left out and named.
 */
public final class Report {
  private static final double MILLIS = 1000.0;

  private final StateFolder folder;
  private final Settings settings;
  private final ObjectNode report = JsonNodeFactory.instance.objectNode();
  private final ArrayNode problems = JsonNodeFactory.instance.arrayNode();
  private final Map<String, ObjectNode> gateways = new TreeMap<>();

  public Report(StateFolder folder, Settings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /** Asks everybody; takes a few seconds at most. */
  public ObjectNode gather() {
    boolean supervised = new PidFile(folder, Supervisor.NAME).running().isPresent();
    RunState run = Supervisor.lastState(folder);
    report.put("state", folder.path().toString());
    report.put("supervised", supervised);
    boolean ready = processes(run);
    report.put("ready", supervised && ready);
    if (!supervised) {
      problems.add("No supervisor runs: what ends is not started again. «./sluice up» starts one.");
    }
    String token = Token.read(Path.of(settings.tokenFile()));
    ask("listeners", token, this::listeners);
    ask("listeners", token, this::certificates);
    ask("registry", token, this::targets);
    ArrayNode list = report.putArray("gateways");
    gateways.values().forEach(list::add);
    report.set("problems", problems);
    return report;
  }

  private boolean processes(RunState run) {
    ArrayNode list = report.putArray("processes");
    boolean ready = !run.processes().isEmpty();
    for (ProcessState process : run.processes()) {
      boolean alive = process.id() != null && process.id().alive().isPresent();
      State state = alive || process.id() == null ? process.state() : State.STOPPED;
      ready &= state == State.READY;
      ObjectNode one = list.addObject();
      one.put("name", process.name());
      one.put("state", state.name().toLowerCase(Locale.ROOT));
      one.put("port", process.port());
      if (alive) {
        one.put("pid", process.id().pid());
        one.put("uptimeSeconds", (System.currentTimeMillis() - process.startedAt()) / 1000);
        ProcessId.residentBytes(process.id().pid())
            .ifPresent(bytes -> one.put("residentBytes", bytes));
      }
      if (process.startMillis() > 0) {
        one.put("startSeconds", process.startMillis() / MILLIS);
      }
      one.put("restarts", process.restarts());
      if (process.lastEnd() != null) {
        one.put("lastEnd", process.lastEnd());
      }
      one.put("native", process.nativeExecutable());
    }
    return ready;
  }

  /** A question to one service. */
  private interface Question {
    void ask(Rest rest, String token);
  }

  private void ask(String service, String token, Question question) {
    try {
      question.ask(new Rest(settings.url(service), token).impatient(), token);
    } catch (RestException e) {
      problems.add(
          service + (e.status() == 0 ? " does not answer" : " answers: " + e.getMessage()) + ".");
    }
  }

  private void listeners(Rest rest, String token) {
    Map<String, String> balancers = names(rest.list("/load-balancers"), "listeners");
    ArrayNode list = report.putArray("listeners");
    for (JsonNode listener : rest.list("/listeners")) {
      ObjectNode one = list.addObject();
      one.put("loadBalancer", balancers.get(listener.path("loadBalancerId").asText()));
      one.set("name", listener.path("name"));
      one.set("protocol", listener.path("protocol"));
      one.set("port", listener.path("port"));
      ArrayNode states = one.putArray("gateways");
      for (JsonNode gateway : listener.path("status").path("gateways")) {
        ObjectNode state = states.addObject();
        state.set("gateway", gateway.path("gatewayId"));
        state.put("bound", gateway.path("bound").asBoolean());
        if (gateway.path("elsewhere").asBoolean()) {
          state.put("elsewhere", true);
        }
        if (gateway.hasNonNull("error")) {
          state.set("error", gateway.path("error"));
        }
      }
    }
  }

  private void certificates(Rest rest, String token) {
    for (JsonNode certificate : rest.list("/certificates")) {
      String validity = certificate.path("status").path("validity").asText();
      if (!validity.equals("valid")) {
        problems.add(
            "Certificate %s: %s (valid from %s to %s)."
                .formatted(
                    certificate.path("name").asText(),
                    validity,
                    certificate.path("notBefore").asText(),
                    certificate.path("notAfter").asText()));
      }
    }
  }

  private void targets(Rest registry, String token) {
    Map<String, String> groups = names(registry.list("/virtual-server-groups"), "registry");
    List<JsonNode> services = registry.list("/backend-services");
    names(services, "registry");
    Map<String, JsonNode> health = new HashMap<>();
    ask(
        "health",
        token,
        (rest, same) ->
            rest.list("/target-health")
                .forEach(one ->
                    health.put(
                        one.path("backendServiceId").asText() + one.path("targetId").asText(),
                        one)));
    ArrayNode list = report.putArray("targets");
    groups.forEach((id, name) -> {
      List<JsonNode> users =
          services.stream()
              .filter(service -> service.path("virtualServerGroupId").asText().equals(id))
              .toList();
      for (JsonNode target : registry.list("/virtual-server-groups/" + id + "/targets")) {
        if (users.isEmpty()) {
          target(list.addObject(), name, target, Optional.empty(), "unused");
        }
        for (JsonNode user : users) {
          String key = user.path("id").asText() + target.path("id").asText();
          ObjectNode one = list.addObject();
          one.set("backendService", user.path("name"));
          target(one, name, target, Optional.ofNullable(health.get(key)), "unknown");
        }
      }
    });
  }

  private static void target(
      ObjectNode one, String group, JsonNode target, Optional<JsonNode> health, String otherwise) {
    one.put("group", group);
    one.set("address", target.path("address"));
    if (target.hasNonNull("port")) {
      one.set("port", target.path("port"));
    }
    one.set("weight", target.path("weight"));
    if (target.hasNonNull("zone")) {
      one.set("zone", target.path("zone"));
    }
    if (target.hasNonNull("drainUntil")) {
      one.put("state", "draining");
      one.set("until", target.path("drainUntil"));
      return;
    }
    one.put("state", health.map(known -> known.path("state").asText()).orElse(otherwise));
    for (String field : List.of("reason", "detail", "since")) {
      health
          .filter(known -> known.hasNonNull(field))
          .ifPresent(known -> one.set(field, known.path(field)));
    }
  }

  /** Names by id; on the way, what each gateway has applied of the owner. */
  private Map<String, String> names(List<JsonNode> resources, String owner) {
    Map<String, String> names = new HashMap<>();
    for (JsonNode resource : resources) {
      names.put(resource.path("id").asText(), resource.path("name").asText());
      for (JsonNode gateway : resource.path("status").path("gateways")) {
        String id = gateway.path("gatewayId").asText();
        ObjectNode one =
            gateways.computeIfAbsent(
                id, none -> JsonNodeFactory.instance.objectNode().put("id", id));
        one.set("zone", gateway.path("zone"));
        one.set(owner + "Revision", gateway.path("revision"));
      }
    }
    return names;
  }
}
