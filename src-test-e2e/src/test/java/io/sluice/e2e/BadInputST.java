package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.e2e.suite.Ports;
import io.sluice.e2e.suite.Reply;
import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Site.Pool;
import io.sluice.e2e.suite.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bad input to the REST APIs: a 4xx that names the field, nothing stored, nothing above WARN in a
 * log.
 */
@ExtendWith(SharedSuite.class)
@Timeout(120)
class BadInputST {
  private static final Pattern ABOVE_WARN = Pattern.compile("\\b(ERROR|FATAL|SEVERE)\\b");

  private static final Map<String, List<String>> LISTS =
      Map.of(
          "listeners", List.of("/load-balancers", "/listeners", "/rule-groups", "/rules"),
          "registry", List.of("/backend-services", "/virtual-server-groups"),
          "bridge", List.of("/webhook-sources", "/webhook-events"));

  @TestFactory
  Stream<DynamicTest> badInputIsRefusedAndLeavesNoTrace(Suite suite) throws IOException {
    Site site = Site.create(suite, "bad");
    Pool pool = site.pool("a", Map.of());
    String target = site.register(pool.groupId(), Ports.free()).getFirst();
    site.listen(Site.fixed(200, "default"));
    String rule = site.addRule("kept", "/kept", Site.forward(pool));
    int freePort = Ports.free();
    List<BadInput> inputs =
        BadInput.table(
            Map.ofEntries(
                Map.entry("unknown", UUID.randomUUID().toString()),
                Map.entry("name", site.name()),
                Map.entry("port", Integer.toString(freePort)),
                Map.entry("takenPort", Integer.toString(site.port())),
                Map.entry("loadBalancer", site.loadBalancerId()),
                Map.entry("listener", site.listenerId()),
                Map.entry("ruleGroup", site.ruleGroupId()),
                Map.entry("rule", rule),
                Map.entry("service", pool.serviceId()),
                Map.entry("group", pool.groupId()),
                Map.entry("target", target)),
            validBodies(site, pool, freePort));
    Map<String, JsonNode> before = stored(suite, pool);
    Map<String, Long> logged = logSizes(suite);
    Measured.tell("%d kinds of bad input", inputs.size());

    return Stream.concat(
        inputs.stream()
            .map(input -> DynamicTest.dynamicTest(input.name(), () -> assertRefused(suite, input))),
        Stream.of(
            DynamicTest.dynamicTest(
                "nothing was stored", () -> assertThat(stored(suite, pool)).isEqualTo(before)),
            DynamicTest.dynamicTest(
                "nothing above WARN was logged", () -> assertQuiet(suite, logged))));
  }

  private static Map<String, Map<String, Object>> validBodies(Site site, Pool pool, int freePort) {
    return Map.of(
        "loadBalancer",
        Map.of("name", "bad"),
        "listener",
        Map.of(
            "loadBalancerId",
            site.loadBalancerId(),
            "name",
            "bad",
            "protocol",
            "HTTP",
            "port",
            freePort,
            "defaultAction",
            Site.fixed(200, "x")),
        "rule",
        Map.of("ruleGroupId", site.ruleGroupId(), "name", "bad", "action", Site.fixed(200, "x")),
        "service",
        Map.of(
            "name", "bad", "protocol", "HTTP", "port", 80, "virtualServerGroupId", pool.groupId()));
  }

  private static void assertRefused(Suite suite, BadInput input) {
    Reply reply = input.send(suite.api(input.service()));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(input.status());
    assertThat(reply.mediaType()).as(reply.toString()).isEqualTo("application/problem+json");
    JsonNode problem = reply.json();
    assertThat(problem.path("status").asInt()).isEqualTo(input.status());
    assertThat(problem.path("title").asText()).as(reply.toString()).isNotEmpty();
    assertThat(problem.path("detail").asText()).as(reply.toString()).isNotEmpty();
    if (input.field() != null) {
      assertNames(reply, input.field());
    }
    for (JsonNode error : problem.path("errors")) {
      assertThat(error.path("allowed").asText()).as(reply.toString()).isNotEmpty();
    }
  }

  /** In the list of errors, or in the sentence where the body could not be read at all. */
  private static void assertNames(Reply reply, String field) {
    JsonNode errors = reply.json().path("errors");
    if (errors.isEmpty()) {
      assertThat(reply.json().path("detail").asText())
          .containsPattern("\\b" + Pattern.quote(field) + "\\b");
    } else {
      assertThat(errors.findValuesAsText("field"))
          .as(reply.toString())
          .anySatisfy(name -> assertThat(lastPart(name)).isEqualTo(field));
    }
  }

  /** {@code weight} of {@code action.backendServices[0].weight}; {@code ids} of {@code ids[0]}. */
  private static String lastPart(String field) {
    String path = field.replaceAll("\\[\\d+]", "");
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static Map<String, JsonNode> stored(Suite suite, Pool pool) {
    Map<String, JsonNode> stored = new TreeMap<>();
    LISTS.forEach((service, paths) -> {
      for (String path : paths) {
        stored.put(path, withoutStatus(suite.api(service).get(path + "?limit=1000").expect(200)));
      }
    });
    String targets = "/virtual-server-groups/" + pool.groupId() + "/targets";
    stored.put(targets, withoutStatus(suite.registry().get(targets).expect(200)));
    return stored;
  }

  /** The status part moves with the gateways, not with what is stored. */
  private static JsonNode withoutStatus(Reply reply) {
    JsonNode items = reply.json().path("items");
    for (JsonNode item : items) {
      ((ObjectNode) item).remove("status");
    }
    return items;
  }

  private static Map<String, Long> logSizes(Suite suite) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    for (String service : Suite.SERVICES) {
      sizes.put(service, Files.size(suite.log(service)));
    }
    return sizes;
  }

  private static void assertQuiet(Suite suite, Map<String, Long> from) throws IOException {
    for (Map.Entry<String, Long> entry : from.entrySet()) {
      byte[] log = Files.readAllBytes(suite.log(entry.getKey()));
      int start = entry.getValue().intValue();
      String added = new String(log, start, log.length - start, StandardCharsets.UTF_8);
      assertThat(added.lines().filter(line -> ABOVE_WARN.matcher(line).find()))
          .as("log of " + entry.getKey())
          .isEmpty();
    }
  }
}
