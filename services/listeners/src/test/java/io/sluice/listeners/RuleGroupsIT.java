package io.sluice.listeners;

import static io.sluice.listeners.Api.RULES;
import static io.sluice.listeners.Api.RULE_GROUPS;
import static io.sluice.listeners.Api.created;
import static io.sluice.listeners.Api.delete;
import static io.sluice.listeners.Api.get;
import static io.sluice.listeners.Api.json;
import static io.sluice.listeners.Api.listener;
import static io.sluice.listeners.Api.newLoadBalancer;
import static io.sluice.listeners.Api.newName;
import static io.sluice.listeners.Api.newPort;
import static io.sluice.listeners.Api.newRule;
import static io.sluice.listeners.Api.newRuleGroup;
import static io.sluice.listeners.Api.patch;
import static io.sluice.listeners.Api.post;
import static io.sluice.listeners.Api.put;
import static io.sluice.listeners.Api.with;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.test.PostgresTestResource;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class RuleGroupsIT {
  @Test
  void aRuleGroupIsCreatedChangedAndReadBack() {
    String lb = newLoadBalancer();
    String id = created(post(RULE_GROUPS, json("loadBalancerId", lb, "name", "main")));
    String path = RULE_GROUPS + "/" + id;

    get(path)
        .statusCode(200)
        .body("loadBalancerId", equalTo(lb))
        .body("name", equalTo("main"))
        .body("description", equalTo(""));
    patch(path, json("description", "all of it")).body("description", equalTo("all of it"));
    put(path, json("loadBalancerId", lb, "name", "other"))
        .statusCode(200)
        .header("ETag", "\"3\"")
        .body("name", equalTo("other"))
        .body("description", equalTo(""));
    patch(path, json("loadBalancerId", newLoadBalancer()))
        .statusCode(400)
        .body("errors.field", contains("loadBalancerId"));
  }

  @Test
  void aNameIsTakenOnceInALoadBalancer() {
    String lb = newLoadBalancer();
    post(RULE_GROUPS, json("loadBalancerId", lb, "name", "same")).statusCode(201);

    post(RULE_GROUPS, json("loadBalancerId", lb, "name", "same"))
        .statusCode(409)
        .body("errors[0].field", equalTo("name"));
    post(RULE_GROUPS, json("loadBalancerId", newLoadBalancer(), "name", "same")).statusCode(201);
  }

  @Test
  void anUnknownLoadBalancerIsNamed() {
    post(RULE_GROUPS, json("loadBalancerId", UUID.randomUUID().toString(), "name", "a"))
        .statusCode(422)
        .body("errors[0].field", equalTo("loadBalancerId"));
  }

  @Test
  void aGroupInUseIsNotDeletedAndItsListenerIsNamed() {
    String lb = newLoadBalancer();
    String group = newRuleGroup(lb);
    String user =
        created(
            post(
                Api.LISTENERS,
                with(listener(lb, newName("l"), newPort()), "ruleGroupId", "\"" + group + "\"")));

    delete(RULE_GROUPS + "/" + group).statusCode(409).body("detail", containsString(user));
    delete(RULE_GROUPS + "/" + group + "?cascade=true")
        .statusCode(409)
        .body("detail", containsString(user));

    patch(Api.LISTENERS + "/" + user, json("ruleGroupId", null)).statusCode(200);
    delete(RULE_GROUPS + "/" + group).statusCode(204);
  }

  @Test
  void aGroupWithRulesIsDeletedOnlyWhenAskedToCascade() {
    String group = newRuleGroup(newLoadBalancer());
    String rule = newRule(group, "a.example");

    delete(RULE_GROUPS + "/" + group)
        .statusCode(409)
        .body("detail", containsString(rule))
        .body("detail", containsString("cascade"));
    delete(RULE_GROUPS + "/" + group + "?cascade=perhaps")
        .statusCode(400)
        .body("errors[0].field", equalTo("cascade"));
    delete(RULE_GROUPS + "/" + group + "?cascade=true").statusCode(204);

    get(RULES + "/" + rule).statusCode(404);
    get(RULE_GROUPS + "/" + group).statusCode(404);
  }

  @Test
  void theListIsFilteredByLoadBalancerAndName() {
    String lb = newLoadBalancer();
    String a = newRuleGroup(lb);
    String b = created(post(RULE_GROUPS, json("loadBalancerId", lb, "name", "b")));

    get(RULE_GROUPS + "?loadBalancerId={lb}", lb).body("items.id", contains(a, b));
    get(RULE_GROUPS + "?loadBalancerId={lb}&name=b", lb).body("items.id", contains(b));
    get(RULE_GROUPS + "?loadBalancerId={lb}", UUID.randomUUID()).body("items", empty());
  }
}
