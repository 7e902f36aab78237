package io.sluice.listeners;

import static io.sluice.listeners.Api.ANSWER;
import static io.sluice.listeners.Api.LISTENERS;
import static io.sluice.listeners.Api.RULES;
import static io.sluice.listeners.Api.created;
import static io.sluice.listeners.Api.forward;
import static io.sluice.listeners.Api.get;
import static io.sluice.listeners.Api.json;
import static io.sluice.listeners.Api.newLoadBalancer;
import static io.sluice.listeners.Api.newName;
import static io.sluice.listeners.Api.newPort;
import static io.sluice.listeners.Api.newRuleGroup;
import static io.sluice.listeners.Api.patch;
import static io.sluice.listeners.Api.post;
import static io.sluice.listeners.Api.with;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.test.PostgresTestResource;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listeners of HTTP forward to services of HTTP, those of TCP and TLS to services of TCP. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class TrafficIT {
  @Inject RegistryDouble registry;

  private String lb;
  private String http;
  private String tcp;

  @BeforeEach
  void aLoadBalancerAndAServiceOfEachKind() {
    registry.up();
    lb = newLoadBalancer();
    http = forward(Map.of(registry.newBackendService(), 1));
    tcp = forward(Map.of(registry.newStreamService(), 1));
  }

  @Test
  void aServiceOfTheOtherKindIsRefusedByField() {
    for (String protocol : new String[] {"TCP", "TLS"}) {
      post(LISTENERS, listener(protocol, null, http))
          .statusCode(422)
          .body("errors[0].field", equalTo("defaultAction.backendServices[0].backendServiceId"))
          .body("errors[0].allowed", containsString("of protocol TCP or TLS"));
      post(LISTENERS, listener(protocol, null, tcp)).statusCode(201).body("tls", nullValue());
    }
    post(LISTENERS, listener("HTTP", null, tcp))
        .statusCode(422)
        .body("errors[0].allowed", containsString("of protocol HTTP, HTTPS, H2C or GRPC"));
    String id = created(post(LISTENERS, listener("HTTP", null, http)));
    patch(LISTENERS + "/" + id, with("{\"description\":\"\"}", "defaultAction", tcp))
        .statusCode(422)
        .body("errors[0].field", equalTo("defaultAction.backendServices[0].backendServiceId"));
  }

  @Test
  void aRuleForwardsToWhatTheListenersOfItsGroupCanUse() {
    String group = newRuleGroup(lb);
    created(post(LISTENERS, listener("HTTP", group, ANSWER)));
    String rule = created(post(RULES, rule(group, "a.test", http)));

    post(RULES, rule(group, "b.test", tcp))
        .statusCode(422)
        .body("errors[0].field", equalTo("action.backendServices[0].backendServiceId"));
    post(RULES, "{\"rules\":[" + rule(group, "b.test", tcp) + "]}")
        .statusCode(422)
        .body("errors[0].field", equalTo("rules[0].action.backendServices[0].backendServiceId"));
    patch(RULES + "/" + rule, with("{\"description\":\"\"}", "action", tcp)).statusCode(422);
    get(RULES + "/" + rule).body("host", equalTo("a.test"));
  }

  @Test
  void aRuleGroupThatLeadsToTheOtherKindIsRefused() {
    String group = newRuleGroup(lb);
    String name = newName("rule");
    created(post(RULES, with(json("ruleGroupId", group, "name", name), "action", tcp)));
    String id = created(post(LISTENERS, listener("HTTP", null, ANSWER)));

    patch(LISTENERS + "/" + id, json("ruleGroupId", group))
        .statusCode(422)
        .body("errors[0].field", equalTo("ruleGroupId"))
        .body("errors[0].allowed", containsString(name));
    post(LISTENERS, listener("TLS", group, tcp))
        .statusCode(201)
        .body("ruleGroupId", equalTo(group));
  }

  @Test
  void rulesOfAListenerThatPassesTlsOnHaveAHostAlone() {
    String group = newRuleGroup(lb);
    created(post(LISTENERS, listener("TLS", group, tcp)));
    String path = "{\"type\":\"prefix\",\"value\":\"/a\"}";

    created(post(RULES, rule(group, "*.b.test", tcp)));
    post(RULES, with(rule(group, "a.test", tcp), "path", path))
        .statusCode(422)
        .body("errors[0].field", equalTo("path"));
    post(RULES, rule(group, "a.test", ANSWER))
        .statusCode(422)
        .body("errors[0].field", equalTo("action.type"));

    String requests = newRuleGroup(lb);
    created(post(RULES, with(rule(requests, "a.test", tcp), "path", path)));
    post(LISTENERS, listener("TLS", requests, tcp))
        .statusCode(422)
        .body("errors[0].field", equalTo("ruleGroupId"));
  }

  private String listener(String protocol, String ruleGroup, String action) {
    String listener =
        json(
            "loadBalancerId",
            lb,
            "name",
            newName("listener"),
            "protocol",
            protocol,
            "port",
            newPort());
    String grouped =
        ruleGroup == null ? listener : with(listener, "ruleGroupId", '"' + ruleGroup + '"');
    return with(grouped, "defaultAction", action);
  }

  private static String rule(String group, String host, String action) {
    return with(
        json("ruleGroupId", group, "name", newName("rule"), "host", host), "action", action);
  }
}
