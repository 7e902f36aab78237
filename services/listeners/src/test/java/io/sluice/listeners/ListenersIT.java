package io.sluice.listeners;

import static io.sluice.listeners.Api.ANSWER;
import static io.sluice.listeners.Api.LISTENERS;
import static io.sluice.listeners.Api.LOAD_BALANCERS;
import static io.sluice.listeners.Api.created;
import static io.sluice.listeners.Api.delete;
import static io.sluice.listeners.Api.get;
import static io.sluice.listeners.Api.json;
import static io.sluice.listeners.Api.listener;
import static io.sluice.listeners.Api.newListener;
import static io.sluice.listeners.Api.newLoadBalancer;
import static io.sluice.listeners.Api.newName;
import static io.sluice.listeners.Api.newPort;
import static io.sluice.listeners.Api.newRuleGroup;
import static io.sluice.listeners.Api.patch;
import static io.sluice.listeners.Api.post;
import static io.sluice.listeners.Api.put;
import static io.sluice.listeners.Api.with;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.test.PostgresTestResource;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ListenersIT {
  @Inject RegistryDouble registry;

  @BeforeEach
  void registryIsUp() {
    registry.up();
  }

  @Test
  void aListenerIsCreatedWithItsDefaultsAndReadBack() {
    String lb = newLoadBalancer();
    int port = newPort();

    String id = created(post(LISTENERS, listener(lb, "http", port)));

    get(LISTENERS + "/" + id)
        .statusCode(200)
        .header("ETag", "\"1\"")
        .body("loadBalancerId", equalTo(lb))
        .body("name", equalTo("http"))
        .body("protocol", equalTo("HTTP"))
        .body("port", equalTo(port))
        .body("idleTimeoutSeconds", equalTo(60))
        .body("requestHeaderTimeoutSeconds", equalTo(10))
        .body("maxHeaderBytes", equalTo(16_384))
        .body("maxRequestBodyBytes", equalTo(0))
        .body("ruleGroupId", nullValue())
        .body("defaultAction.type", equalTo("fixed-response"))
        .body("defaultAction.status", equalTo(404));
  }

  @Test
  void aListenerForwardsToKnownBackendServicesByWeight() {
    UUID service = registry.newBackendService();
    String lb = newLoadBalancer();

    String id =
        created(
            post(
                LISTENERS,
                with(
                    json("loadBalancerId", lb, "name", "a", "protocol", "HTTP", "port", newPort()),
                    "defaultAction",
                    "{\"type\":\"forward\",\"backendServices\":[{\"backendServiceId\":\""
                        + service
                        + "\"}]}")));

    get(LISTENERS + "/" + id)
        .body("defaultAction.type", equalTo("forward"))
        .body("defaultAction.backendServices", hasSize(1))
        .body("defaultAction.backendServices[0].backendServiceId", equalTo(service.toString()))
        .body("defaultAction.backendServices[0].weight", equalTo(10));
  }

  @Test
  void anUnknownBackendServiceIsNamedAndNothingIsStored() {
    UUID known = registry.newBackendService();
    UUID unknown = UUID.randomUUID();
    String lb = newLoadBalancer();

    post(
            LISTENERS,
            with(
                json("loadBalancerId", lb, "name", "a", "protocol", "HTTP", "port", newPort()),
                "defaultAction",
                Api.forward(Map.of(known, 1, unknown, 1))))
        .statusCode(422)
        .body("errors", hasSize(1))
        .body("errors[0].field", containsString("defaultAction.backendServices["))
        .body("errors[0].value", equalTo(unknown.toString()));

    get(LISTENERS + "?loadBalancerId={lb}", lb).body("items", empty());
  }

  @Test
  void withoutTheRegistryNothingThatNeedsItIsStored() {
    UUID service = registry.newBackendService();
    String lb = newLoadBalancer();
    String body =
        with(
            json("loadBalancerId", lb, "name", "a", "protocol", "HTTP", "port", newPort()),
            "defaultAction",
            Api.forward(Map.of(service, 1)));
    registry.down();

    post(LISTENERS, body)
        .statusCode(503)
        .contentType("application/problem+json")
        .body("detail", containsString("registry"));
    get(LISTENERS + "?loadBalancerId={lb}", lb).body("items", empty());

    registry.up();
    post(LISTENERS, body).statusCode(201);
  }

  @Test
  void anUnknownLoadBalancerIsNamed() {
    post(LISTENERS, listener(UUID.randomUUID().toString(), "a", newPort()))
        .statusCode(422)
        .body("errors[0].field", equalTo("loadBalancerId"));
  }

  @Test
  void aRuleGroupMustBeOfTheSameLoadBalancer() {
    String lb = newLoadBalancer();
    String own = newRuleGroup(lb);
    String foreign = newRuleGroup(newLoadBalancer());
    String body = listener(lb, newName("l"), newPort());

    post(LISTENERS, with(body, "ruleGroupId", "\"" + foreign + "\""))
        .statusCode(422)
        .body("errors[0].field", equalTo("ruleGroupId"));
    post(LISTENERS, with(body, "ruleGroupId", "\"" + UUID.randomUUID() + "\""))
        .statusCode(422)
        .body("errors[0].field", equalTo("ruleGroupId"));
    post(LISTENERS, with(body, "ruleGroupId", "\"" + own + "\""))
        .statusCode(201)
        .body("ruleGroupId", equalTo(own));
  }

  @Test
  void aPortIsTakenOnceOnAnAddress() {
    int port = newPort();
    String first = created(post(LISTENERS, listener(newLoadBalancer(), "first", port)));

    post(LISTENERS, listener(newLoadBalancer(), "second", port))
        .statusCode(409)
        .body("detail", containsString(first))
        .body("detail", containsString("first"))
        .body("errors[0].field", equalTo("port"));
  }

  @Test
  void loadBalancersOfDifferentAddressesMayHaveTheSamePort() {
    int port = newPort();
    String other =
        created(post(LOAD_BALANCERS, json("name", newName("lb"), "address", "127.0.0.9")));
    String again =
        created(post(LOAD_BALANCERS, json("name", newName("lb"), "address", "127.0.0.9")));

    post(LISTENERS, listener(newLoadBalancer(), "a", port)).statusCode(201);
    post(LISTENERS, listener(other, "b", port)).statusCode(201);
    post(LISTENERS, listener(again, "c", port)).statusCode(409);
  }

  @Test
  void aNameIsTakenOnceInALoadBalancer() {
    String lb = newLoadBalancer();
    post(LISTENERS, listener(lb, "same", newPort())).statusCode(201);

    post(LISTENERS, listener(lb, "same", newPort()))
        .statusCode(409)
        .body("errors[0].field", equalTo("name"));
    post(LISTENERS, listener(newLoadBalancer(), "same", newPort())).statusCode(201);
  }

  @Test
  void aLoadBalancerTakesTwentyListenersByDefault() {
    String lb = newLoadBalancer();
    for (int i = 0; i < 20; i++) {
      newListener(lb);
    }

    post(LISTENERS, listener(lb, newName("l"), newPort()))
        .statusCode(409)
        .body("detail", containsString("20"));
  }

  @Test
  void portProtocolAndLoadBalancerAreImmutable() {
    String lb = newLoadBalancer();
    int port = newPort();
    String id = created(post(LISTENERS, listener(lb, "a", port)));

    put(LISTENERS + "/" + id, listener(lb, "a", newPort()))
        .statusCode(400)
        .body("errors.field", contains("port"))
        .body("errors[0].allowed", containsString("immutable"));
    patch(LISTENERS + "/" + id, json("loadBalancerId", newLoadBalancer()))
        .statusCode(400)
        .body("errors.field", contains("loadBalancerId"));
    get(LISTENERS + "/" + id).header("ETag", "\"1\"").body("port", equalTo(port));
  }

  @Test
  void patchMergesIntoTheAction() {
    String id = newListener(newLoadBalancer());

    patch(LISTENERS + "/" + id, "{\"idleTimeoutSeconds\":5,\"defaultAction\":{\"status\":503}}")
        .statusCode(200)
        .header("ETag", "\"2\"")
        .body("idleTimeoutSeconds", equalTo(5))
        .body("defaultAction.status", equalTo(503))
        .body("defaultAction.type", equalTo("fixed-response"));
  }

  @Test
  void aPatchOfTheActionsTypeTakesTheNewActionAsAWhole() {
    String id = newListener(newLoadBalancer());

    patch(
            LISTENERS + "/" + id,
            "{\"defaultAction\":{\"type\":\"redirect\",\"status\":301,\"scheme\":\"https\"}}")
        .statusCode(200)
        .body("defaultAction.type", equalTo("redirect"))
        .body("defaultAction.scheme", equalTo("https"));
  }

  @Test
  void putReplacesAListener() {
    String lb = newLoadBalancer();
    int port = newPort();
    String id = created(post(LISTENERS, listener(lb, "a", port)));
    patch(LISTENERS + "/" + id, json("idleTimeoutSeconds", 5)).statusCode(200);

    put(LISTENERS + "/" + id, listener(lb, "b", port))
        .statusCode(200)
        .body("name", equalTo("b"))
        .body("idleTimeoutSeconds", equalTo(60));
  }

  @Test
  void aDeletedListenerIsGoneAndItsPortIsFree() {
    int port = newPort();
    String lb = newLoadBalancer();
    String id = created(post(LISTENERS, listener(lb, "a", port)));

    delete(LISTENERS + "/" + id).statusCode(204);

    get(LISTENERS + "/" + id).statusCode(404);
    post(LISTENERS, listener(lb, "a", port)).statusCode(201);
  }

  @Test
  void theListIsFilteredByLoadBalancerRuleGroupAndName() {
    String lb = newLoadBalancer();
    String group = newRuleGroup(lb);
    String plain = newListener(lb);
    String name = newName("l");
    String grouped =
        created(
            post(
                LISTENERS,
                with(
                    with(
                        json(
                            "loadBalancerId",
                            lb,
                            "name",
                            name,
                            "protocol",
                            "HTTP",
                            "port",
                            newPort()),
                        "defaultAction",
                        ANSWER),
                    "ruleGroupId",
                    "\"" + group + "\"")));

    get(LISTENERS + "?loadBalancerId={lb}", lb).body("items.id", contains(plain, grouped));
    get(LISTENERS + "?ruleGroupId={group}", group).body("items.id", contains(grouped));
    get(LISTENERS + "?loadBalancerId={lb}&name={name}", lb, name)
        .body("items.id", contains(grouped));
  }
}
