package io.sluice.deploy.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as a person reads it. */
public final class ReportText {
  private static final double MIB = 1 << 20;
  private static final int HOUR = 3600;
  private static final int MINUTE = 60;

  private ReportText() {}

  /** The whole report. */
  public static String of(ObjectNode report) {
    StringBuilder text = new StringBuilder();
    text.append("Suite in ").append(report.path("state").asText());
    text.append(report.path("ready").asBoolean() ? ": ready\n" : ": not ready\n");
    processes(report.path("processes"), text);
    gateways(report.path("gateways"), text);
    listeners(report.path("listeners"), text);
    targets(report.path("targets"), text);
    report.path("problems").forEach(problem -> text.append("\n! ").append(problem.asText()));
    return text.toString().stripTrailing();
  }

  private static void processes(JsonNode processes, StringBuilder text) {
    Table table =
        new Table("PROCESS", "PID", "STATE", "PORT", "UPTIME", "START", "RSS", "RESTARTS", "");
    for (JsonNode process : processes) {
      List<String> remarks = new ArrayList<>();
      if (process.path("native").asBoolean()) {
        remarks.add("native");
      }
      if (process.has("lastEnd")) {
        remarks.add("last " + process.path("lastEnd").asText());
      }
      table.row(
          process.path("name").asText(),
          process.path("pid").asText("-"),
          process.path("state").asText(),
          process.path("port").asText(),
          process.has("uptimeSeconds") ? duration(process.path("uptimeSeconds").asLong()) : "-",
          process.has("startSeconds")
              ? String.format(Locale.ROOT, "%.1f s", process.path("startSeconds").asDouble())
              : "-",
          process.has("residentBytes")
              ? String.format(Locale.ROOT, "%.0f MiB", process.path("residentBytes").asLong() / MIB)
              : "-",
          process.path("restarts").asText(),
          String.join(", ", remarks));
    }
    table.print(text);
  }

  private static void gateways(JsonNode gateways, StringBuilder text) {
    Table table = new Table("GATEWAY", "ZONE", "LISTENERS REVISION", "REGISTRY REVISION");
    for (JsonNode gateway : gateways) {
      table.row(
          gateway.path("id").asText(),
          gateway.path("zone").asText("-"),
          revision(gateway.path("listenersRevision")),
          revision(gateway.path("registryRevision")));
    }
    table.print(text);
  }

  private static void listeners(JsonNode listeners, StringBuilder text) {
    Table table = new Table("LISTENER", "PROTOCOL", "PORT", "BOUND ON", "");
    for (JsonNode listener : listeners) {
      List<String> bound = new ArrayList<>();
      List<String> errors = new ArrayList<>();
      for (JsonNode gateway : listener.path("gateways")) {
        String name = gateway.path("gateway").asText();
        if (gateway.path("bound").asBoolean()) {
          bound.add(name);
        } else if (gateway.path("elsewhere").asBoolean()) {
          errors.add(name + ": not in its zones");
        } else {
          errors.add(name + ": " + gateway.path("error").asText("not bound"));
        }
      }
      table.row(
          listener.path("loadBalancer").asText() + "/" + listener.path("name").asText(),
          listener.path("protocol").asText(),
          listener.path("port").asText(),
          bound.isEmpty() ? "-" : String.join(", ", bound),
          String.join("; ", errors));
    }
    table.print(text);
  }

  private static void targets(JsonNode targets, StringBuilder text) {
    Table table =
        new Table("BACKEND SERVICE", "TARGET", "WEIGHT", "ZONE", "HEALTH", "SINCE", "REASON");
    for (JsonNode target : targets) {
      String port = target.has("port") ? ":" + target.path("port").asText() : "";
      String reason = target.path("reason").asText();
      String detail = target.path("detail").asText();
      table.row(
          target.path("backendService").asText("-"),
          target.path("group").asText() + "/" + target.path("address").asText() + port,
          target.path("weight").asText(),
          target.path("zone").asText("-"),
          target.path("state").asText(),
          target.has("since") ? ago(target.path("since").asText()) : "-",
          reason.isEmpty() || detail.isEmpty() ? reason + detail : reason + ": " + detail);
    }
    table.print(text);
  }

  private static String revision(JsonNode revision) {
    return revision.isObject()
        ? revision.path("number").asText() + " (epoch " + revision.path("epoch").asText() + ")"
        : "-";
  }

  private static String ago(String instant) {
    Duration since = Duration.between(Instant.parse(instant), Instant.now());
    return duration(Math.max(0, since.toSeconds()));
  }

  private static String duration(long seconds) {
    if (seconds < MINUTE) {
      return seconds + " s";
    }
    return seconds < HOUR
        ? seconds / MINUTE + " min " + seconds % MINUTE + " s"
        : seconds / HOUR + " h " + seconds % HOUR / MINUTE + " min";
  }
}
