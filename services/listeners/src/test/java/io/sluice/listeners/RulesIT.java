package io.sluice.listeners;

import static io.sluice.listeners.Api.ANSWER;
import static io.sluice.listeners.Api.RULES;
import static io.sluice.listeners.Api.created;
import static io.sluice.listeners.Api.delete;
import static io.sluice.listeners.Api.get;
import static io.sluice.listeners.Api.json;
import static io.sluice.listeners.Api.newLoadBalancer;
import static io.sluice.listeners.Api.newName;
import static io.sluice.listeners.Api.newRule;
import static io.sluice.listeners.Api.newRuleGroup;
import static io.sluice.listeners.Api.patch;
import static io.sluice.listeners.Api.post;
import static io.sluice.listeners.Api.put;
import static io.sluice.listeners.Api.rule;
import static io.sluice.listeners.Api.with;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.test.PostgresTestResource;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class RulesIT {
  private static final String PREFIX = "{\"type\":\"prefix\",\"value\":\"/api\"}";

  @Inject RegistryDouble registry;

  @BeforeEach
  void registryIsUp() {
    registry.up();
  }

  @Test
  void aRuleIsCreatedAndReadBack() {
    UUID stable = registry.newBackendService();
    UUID canary = registry.newBackendService();
    String group = newRuleGroup(newLoadBalancer());

    String id =
        created(
            post(
                RULES,
                with(
                    with(
                        json(
                            "ruleGroupId",
                            group,
                            "name",
                            "canary",
                            "priority",
                            7,
                            "host",
                            "*.Example.COM"),
                        "path",
                        PREFIX),
                    "action",
                    Api.forward(Map.of(stable, 90, canary, 10)))));

    get(RULES + "/" + id)
        .statusCode(200)
        .header("ETag", "\"1\"")
        .body("ruleGroupId", equalTo(group))
        .body("priority", equalTo(7))
        .body("host", equalTo("*.example.com"))
        .body("path.type", equalTo("prefix"))
        .body("path.value", equalTo("/api"))
        .body("action.backendServices", hasSize(2));
  }

  @Test
  void aRuleWithoutMatchTakesEverything() {
    String group = newRuleGroup(newLoadBalancer());

    post(RULES, with(json("ruleGroupId", group, "name", "all"), "action", ANSWER))
        .statusCode(201)
        .body("priority", nullValue())
        .body("host", nullValue())
        .body("path", nullValue());
  }

  @Test
  void aRuleMayHaveConditionsAndAnExpressionOnThePath() {
    String group = newRuleGroup(newLoadBalancer());
    String conditions =
        "[{\"type\":\"header\",\"name\":\"X-Version\",\"values\":[\"2\"]},"
            + "{\"type\":\"source\",\"values\":[\"10.0.0.0/8\"],\"inverted\":true}]";
    String body =
        with(
            with(rule(group, "conditional", "a.example"), "conditions", conditions),
            "path",
            "{\"type\":\"regex\",\"value\":\"/users/[0-9]+\"}");

    String id = created(post(RULES, body));

    get(RULES + "/" + id)
        .body("path.type", equalTo("regex"))
        .body("conditions", hasSize(2))
        .body("conditions[0].match", equalTo("equal"))
        .body("conditions[0].inverted", equalTo(false))
        .body("conditions[1].type", equalTo("source"));
    post(RULES, body.replace("conditional", "same")).statusCode(409);
    post(RULES, body.replace("conditional", "plain").replace(conditions, "[]")).statusCode(201);
    patch(RULES + "/" + id, "{\"conditions\":[]}").statusCode(409);
  }

  @Test
  void whatIsWrongWithConditionsIsNamed() {
    String group = newRuleGroup(newLoadBalancer());
    String conditions =
        "[{\"type\":\"header\",\"name\":\"Host\",\"values\":[\"a\"]},"
            + "{\"type\":\"query\",\"name\":\"q\",\"match\":\"regex\",\"values\":[\"a\",\"(\"]},"
            + "{\"type\":\"colour\"}]";

    post(
            RULES,
            with(
                with(rule(group, "conditional", "a.example"), "conditions", conditions),
                "path",
                "{\"type\":\"regex\",\"value\":\"((a{1000}){1000}){1000}\"}"))
        .statusCode(400)
        .body("errors.field", hasItems("conditions[0].name", "conditions[1].values[1]"))
        .body("errors.field", hasItems("conditions[2].type", "path.value"));
  }

  @Test
  void aRuleThatForwardsMayChangeAndCopyRequests() {
    UUID service = registry.newBackendService();
    UUID copies = registry.newBackendService();
    String modifications =
        "{\"rewrite\":{\"path\":\"/v2\",\"host\":\"Inner.Example:81\"},"
            + "\"requestHeaders\":[{\"operation\":\"set\",\"name\":\"X-A\",\"value\":\"1\"}],"
            + "\"mirror\":{\"backendServiceId\":\""
            + copies
            + "\"}}";
    String body =
        with(
            with(
                json("ruleGroupId", newRuleGroup(newLoadBalancer()), "name", "changed"),
                "action",
                Api.forward(Map.of(service, 1))),
            "modifications",
            modifications);

    String id = created(post(RULES, body));

    get(RULES + "/" + id)
        .body("modifications.rewrite.host", equalTo("inner.example:81"))
        .body("modifications.requestHeaders", hasSize(1))
        .body("modifications.responseHeaders", empty())
        .body("modifications.mirror.percent", equalTo(100));
    patch(RULES + "/" + id, "{\"modifications\":{\"mirror\":null}}")
        .statusCode(200)
        .body("modifications.mirror", nullValue())
        .body("modifications.rewrite.path", equalTo("/v2"));
    post(RULES, body.replace(copies.toString(), UUID.randomUUID().toString()))
        .statusCode(422)
        .body("errors.field", contains("modifications.mirror.backendServiceId"));
  }

  @Test
  void whatIsWrongWithModificationsIsNamed() {
    String group = newRuleGroup(newLoadBalancer());
    String modifications =
        "{\"rewrite\":{\"pathRegex\":\"(a)\",\"replacement\":\"$2\",\"host\":\"a b\"},"
            + "\"responseHeaders\":[{\"operation\":\"set\",\"name\":\"Content-Length\",\"value\":\"1\"},"
            + "{\"operation\":\"set\",\"name\":\"X-A\",\"value\":\"1\\r\\nX-B: 2\"},"
            + "{\"operation\":\"remove\",\"name\":\"X-A\",\"value\":\"1\"}]}";

    post(RULES, with(rule(group, "changed", "a.example"), "modifications", modifications))
        .statusCode(400)
        .body(
            "errors.field",
            containsInAnyOrder(
                "modifications.rewrite",
                "modifications.rewrite.host",
                "modifications.rewrite.replacement",
                "modifications.responseHeaders[0].name",
                "modifications.responseHeaders[1].value",
                "modifications.responseHeaders[2].value"));
  }

  @Test
  void twoRulesOfOneGroupThatMatchTheSameNeedAPriority() {
    String group = newRuleGroup(newLoadBalancer());
    String first = created(post(RULES, with(rule(group, "first", "a.example"), "path", PREFIX)));

    String same =
        with(
            rule(group, "second", "A.example"),
            "path",
            "{\"type\":\"prefix\",\"value\":\"/api/\"}");
    post(RULES, same)
        .statusCode(409)
        .body("detail", containsString(first))
        .body("detail", containsString("priority"));
    String second = created(post(RULES, with(same, "priority", "5")));
    patch(RULES + "/" + second, json("priority", null)).statusCode(409);
    post(RULES, with(rule(newRuleGroup(newLoadBalancer()), "first", "a.example"), "path", PREFIX))
        .statusCode(201);
  }

  @Test
  void aPriorityIsTakenOnceInAGroup() {
    String group = newRuleGroup(newLoadBalancer());
    String first = created(post(RULES, with(rule(group, "first", "a.example"), "priority", "5")));

    post(RULES, with(rule(group, "second", "b.example"), "priority", "5"))
        .statusCode(409)
        .body("detail", containsString(first))
        .body("errors[0].field", equalTo("priority"));
  }

  @Test
  void aNameIsTakenOnceInAGroup() {
    String group = newRuleGroup(newLoadBalancer());
    post(RULES, rule(group, "same", "a.example")).statusCode(201);

    post(RULES, rule(group, "same", "b.example"))
        .statusCode(409)
        .body("errors[0].field", equalTo("name"));
  }

  @Test
  void anUnknownGroupIsNamed() {
    post(RULES, rule(UUID.randomUUID().toString(), "a", "a.example"))
        .statusCode(422)
        .body("errors[0].field", equalTo("ruleGroupId"));
  }

  @Test
  void anUnknownBackendServiceIsNamed() {
    UUID unknown = UUID.randomUUID();
    String group = newRuleGroup(newLoadBalancer());

    post(
            RULES,
            with(
                json("ruleGroupId", group, "name", "a"), "action", Api.forward(Map.of(unknown, 1))))
        .statusCode(422)
        .body("errors[0].field", equalTo("action.backendServices[0].backendServiceId"));
    get(RULES + "?ruleGroupId={group}", group).body("items", empty());
  }

  @Test
  void aGroupTakesFiftyRulesByDefault() {
    String group = newRuleGroup(newLoadBalancer());
    post(RULES, batch(group, 50)).statusCode(201).body("items", hasSize(50));

    post(RULES, rule(group, "one-more", "more.example"))
        .statusCode(409)
        .body("detail", containsString("50"));
  }

  @Test
  void aBatchIsCreatedInItsOrder() {
    String group = newRuleGroup(newLoadBalancer());

    post(RULES, batch(group, 3))
        .statusCode(201)
        .body("items.host", contains("h0.example", "h1.example", "h2.example"));

    get(RULES + "?ruleGroupId={group}", group)
        .body("items.host", contains("h0.example", "h1.example", "h2.example"));
  }

  @Test
  void aBatchIsStoredAsAWholeOrNotAtAll() {
    String group = newRuleGroup(newLoadBalancer());
    String good = rule(group, "good", "good.example");

    post(RULES, "{\"rules\":[" + good + "," + rule(group, "bad", "*") + "]}")
        .statusCode(400)
        .body("errors.field", contains("rules[1].host"));
    post(RULES, "{\"rules\":[" + good + "," + rule(group, "good", "other.example") + "]}")
        .statusCode(409)
        .body("errors[0].field", equalTo("rules[1].name"));
    post(RULES, "{\"rules\":[" + good + "," + rule(group, "twin", "good.example") + "]}")
        .statusCode(409);
    post(
            RULES,
            "{\"rules\":["
                + good
                + ","
                + rule(UUID.randomUUID().toString(), "lost", "other.example")
                + "]}")
        .statusCode(422)
        .body("errors[0].field", equalTo("rules[1].ruleGroupId"));
    post(RULES, "{\"rules\":[]}").statusCode(400);

    get(RULES + "?ruleGroupId={group}", group).body("items", empty());
  }

  @Test
  void putAndPatchChangeARule() {
    String group = newRuleGroup(newLoadBalancer());
    String id = newRule(group, "a.example");

    patch(RULES + "/" + id, "{\"path\":" + PREFIX + ",\"host\":null}")
        .statusCode(200)
        .body("host", nullValue())
        .body("path.value", equalTo("/api"));
    put(RULES + "/" + id, rule(group, "new-name", "b.example"))
        .statusCode(200)
        .header("ETag", "\"3\"")
        .body("name", equalTo("new-name"))
        .body("host", equalTo("b.example"))
        .body("path", nullValue());
    patch(RULES + "/" + id, json("ruleGroupId", newRuleGroup(newLoadBalancer())))
        .statusCode(400)
        .body("errors.field", contains("ruleGroupId"));
  }

  @Test
  void aRedirectThatWouldLoopIsRefusedWhenItIsPatchedIn() {
    String id = newRule(newRuleGroup(newLoadBalancer()), "a.example");

    patch(
            RULES + "/" + id,
            "{\"action\":{\"type\":\"redirect\",\"status\":301,\"host\":\"A.example\"}}")
        .statusCode(400)
        .body("errors.field", contains("action"));
  }

  @Test
  void aDeletedRuleIsGone() {
    String group = newRuleGroup(newLoadBalancer());
    String id = newRule(group, "a.example");

    delete(RULES + "/" + id).statusCode(204);

    get(RULES + "/" + id).statusCode(404);
    post(RULES, rule(group, newName("rule"), "a.example")).statusCode(201);
  }

  @Test
  void rulesAreListedInTheOrderInWhichTheyAreLookedAt() {
    String group = newRuleGroup(newLoadBalancer());
    newRule(group, "www.*");
    newRule(group, "*.example.com");
    newRule(group, "a.example.com");
    post(RULES, with(with(rule(group, "p", "a.example.com"), "path", PREFIX), "priority", "9"))
        .statusCode(201);

    get(RULES + "?ruleGroupId={group}&order=precedence", group)
        .statusCode(200)
        .body("items.host", contains("a.example.com", "a.example.com", "*.example.com", "www.*"));
    get(RULES + "?order=precedence").statusCode(400).body("errors[0].field", equalTo("order"));
  }

  private static String batch(String group, int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> rule(group, "r" + i, "h" + i + ".example"))
        .collect(Collectors.joining(",", "{\"rules\":[", "]}"));
  }
}
