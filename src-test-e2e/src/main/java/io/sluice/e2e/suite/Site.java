package io.sluice.e2e.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A load balancer with one HTTP listener, a rule group, and any number of backend services, made
 * through REST. Names are unique in a run.
 */
public final class Site {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Suite suite;
  private final String name;
  private final int port = Ports.free();
  private final String loadBalancerId;
  private final String ruleGroupId;
  private String listenerId;

  /** A backend service and the group whose targets it uses. */
  public record Pool(String serviceId, String groupId) {}

  private Site(Suite suite, String name) {
    this.suite = suite;
    this.name = name + "-" + NUMBER.incrementAndGet();
    loadBalancerId = create("/load-balancers", Map.of("name", this.name));
    ruleGroupId = createRuleGroup(this.name);
  }

  /** Makes a load balancer and a rule group. */
  public static Site create(Suite suite, String name) {
    return new Site(suite, name);
  }

  /** Waits with a bound of 30 s and polls every 5 ms: what is awaited takes milliseconds. */
  public static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(30));
  }

  /**
   * Makes a group with targets on loopback ports and a backend service with fast health checks.
   *
   * @param settings further fields of the backend service
   */
  public Pool pool(String suffix, Map<String, Object> settings, int... targetPorts) {
    String poolName = name + "-" + suffix;
    String groupId =
        suite.registry().post("/virtual-server-groups", Map.of("name", poolName)).expect(201).id();
    if (targetPorts.length > 0) {
      register(groupId, targetPorts);
    }
    Map<String, Object> service = new HashMap<>();
    service.put("name", poolName);
    service.put("protocol", "HTTP");
    service.put("port", 80);
    service.put("virtualServerGroupId", groupId);
    service.put(
        "healthCheck",
        Map.of(
            "path", "/healthz",
            "intervalSeconds", 1,
            "timeoutSeconds", 1,
            "healthyThreshold", 1,
            "unhealthyThreshold", 2));
    service.putAll(settings);
    String serviceId = suite.registry().post("/backend-services", service).expect(201).id();
    return new Pool(serviceId, groupId);
  }

  /** Registers targets; their ids in the order of the ports. */
  public List<String> register(String groupId, int... ports) {
    List<Map<String, Object>> targets = new ArrayList<>();
    for (int port : ports) {
      targets.add(Map.of("address", "127.0.0.1", "port", port));
    }
    Reply reply =
        suite
            .registry()
            .post("/virtual-server-groups/" + groupId + "/targets", Map.of("targets", targets))
            .expect(201);
    List<String> ids = new ArrayList<>();
    for (int port : ports) {
      for (JsonNode item : reply.json().path("items")) {
        if (item.path("port").asInt() == port) {
          ids.add(item.path("id").asText());
        }
      }
    }
    return ids;
  }

  /** A forward to one backend service. */
  public static Map<String, Object> forward(Pool pool) {
    return Map.of(
        "type",
        "forward",
        "backendServices",
        List.of(Map.of("backendServiceId", pool.serviceId(), "weight", 1)));
  }

  /** A fixed response. */
  public static Map<String, Object> fixed(int status, String body) {
    return Map.of(
        "type", "fixed-response", "status", status, "contentType", "text/plain", "body", body);
  }

  /** Makes the listener and waits until all gateways serve it. */
  public Site listen(Map<String, Object> defaultAction) {
    listenerId = addListener(name, port, defaultAction);
    return this;
  }

  /** Makes a further listener, waits until all gateways serve it, and tells its id. */
  public String addListener(String listenerName, int listenerPort, Map<String, Object> action) {
    String id = createListener(listenerName, listenerPort, action);
    suite.awaitApplied(suite.listeners(), "/listeners/" + id);
    return id;
  }

  /** Makes a further listener with the site's rules and tells its id. */
  public String createListener(String listenerName, int listenerPort, Map<String, Object> action) {
    return createListener(listenerName, listenerPort, ruleGroupId, action);
  }

  /** Makes a further listener with a rule group and tells its id. */
  public String createListener(
      String listenerName, int listenerPort, String rules, Map<String, Object> action) {
    return create(
        "/listeners",
        Map.of(
            "loadBalancerId", loadBalancerId,
            "name", listenerName,
            "protocol", "HTTP",
            "port", listenerPort,
            "ruleGroupId", rules,
            "defaultAction", action));
  }

  /** Makes a further rule group and tells its id. */
  public String createRuleGroup(String groupName) {
    return create("/rule-groups", Map.of("loadBalancerId", loadBalancerId, "name", groupName));
  }

  /** Makes a rule for a path prefix and tells its id. */
  public String addRule(String ruleName, String prefix, Map<String, Object> action) {
    return addRuleTo(ruleGroupId, ruleName, prefix, action);
  }

  /** Makes a rule in a rule group and tells its id. */
  public String addRuleTo(
      String group, String ruleName, String prefix, Map<String, Object> action) {
    return create(
        "/rules",
        Map.of(
            "ruleGroupId", group,
            "name", ruleName,
            "path", Map.of("type", "prefix", "value", prefix),
            "action", action));
  }

  private String create(String path, Map<String, Object> body) {
    return suite.listeners().post(path, body).expect(201).id();
  }

  /**
   * Waits until the health service reports a state of a target in all backend services using it.
   */
  public void awaitHealth(Pool pool, String targetId, String state) {
    await(targetId + " " + state)
        .untilAsserted(() -> {
          JsonNode health = suite.health(pool, targetId);
          if (!state.equals(health.path("state").asText())) {
            throw new AssertionError("expected " + state + ", is " + health);
          }
        });
  }

  /** The listener's port. */
  public int port() {
    return port;
  }

  /** The listener's id. */
  public String listenerId() {
    return listenerId;
  }

  /** The rule group's id. */
  public String ruleGroupId() {
    return ruleGroupId;
  }

  /** The load balancer's id. */
  public String loadBalancerId() {
    return loadBalancerId;
  }

  /** The site's unique name. */
  public String name() {
    return name;
  }
}
