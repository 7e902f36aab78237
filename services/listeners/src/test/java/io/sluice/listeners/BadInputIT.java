package io.sluice.listeners;

import static io.sluice.listeners.Api.LISTENERS;
import static io.sluice.listeners.Api.LOAD_BALANCERS;
import static io.sluice.listeners.Api.RULES;
import static io.sluice.listeners.Api.RULE_GROUPS;
import static io.sluice.listeners.Api.get;
import static io.sluice.listeners.Api.newLoadBalancer;
import static io.sluice.listeners.Api.newName;
import static io.sluice.listeners.Api.newPort;
import static io.sluice.listeners.Api.newRuleGroup;
import static io.sluice.listeners.Api.post;
import static io.sluice.listeners.Api.request;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.test.PostgresTestResource;
import io.sluice.contracts.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each case changes one field of a body that would be right, and expects to see it named. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class BadInputIT {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name          | ",
        "name          | null",
        "name          | \"\"",
        "name          | 1",
        "name          | [\"a\"]",
        "name          | \"has space\"",
        "name          | \"UPPER\"",
        "name          | \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
        "description   | 5",
        "scheme        | \"external\"",
        "scheme        | true",
        "address       | \"localhost\"",
        "address       | \"127.0.0.256\"",
        "address       | \"[::1]\"",
        "address       | \"224.0.0.1\"",
        "address       | 127",
        "zones         | \"a\"",
        "zones[0]      | [\"\"]",
        "zones[0]      | [7]",
        "zones[0]      | [\"Zone A\"]",
        "zones[1]      | [\"a\",\"a\"]",
        "crossZone     | \"yes\"",
        "crossZone     | 1",
        "deletionProtection | \"false\"",
        "zonePreferred | \"true\"",
        "colour        | \"red\"",
        "id            | \"0198c0de-0000-7000-8000-000000000000\"",
      })
  void aWrongFieldOfALoadBalancerIsNamedAndNothingIsStored(String field, String value) {
    String name = newName("bad-lb");
    String body = replaced("{\"name\":\"" + name + "\"}", field, value);

    post(LOAD_BALANCERS, body)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("status", equalTo(400))
        .body("errors.field", contains(field));
    get(LOAD_BALANCERS + "?name={name}", name).body("items", empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loadBalancerId | ",
        "loadBalancerId | \"web\"",
        "loadBalancerId | \"1-1-1-1-1\"",
        "loadBalancerId | 7",
        "name           | ",
        "protocol       | ",
        "protocol       | \"http\"",
        "protocol       | \"UDP\"",
        "protocol       | \"GRPC\"",
        "desyncMode     | \"STRICT\"",
        "limits         | 5",
        "limits.headerCount | {\"headerCount\":0}",
        "limits.headerCount | {\"headerCount\":1001}",
        "limits.uriBytes | {\"uriBytes\":255}",
        "limits.bodyBytesPerSecond | {\"bodyBytesPerSecond\":1048577}",
        "limits.requestsPerConnection | {\"requestsPerConnection\":-1}",
        "limits.connections | {\"connections\":0}",
        "limits.connectionsPerSource | {\"connectionsPerSource\":100001}",
        "limits.requestsPerSecond | {\"requestsPerSecond\":0}",
        "limits.newConnectionsPerSecond | {\"newConnectionsPerSecond\":\"1\"}",
        "limits.colour  | {\"colour\":1}",
        "http2.enabled  | {\"enabled\":1}",
        "http2.maxConcurrentStreams | {\"maxConcurrentStreams\":1001}",
        "tls            | {\"certificateIds\":[\"0198c0de-0000-7000-8000-000000000000\"]}",
        "protocol       | 80",
        "port           | ",
        "port           | \"80\"",
        "port           | 0",
        "port           | 65536",
        "port           | 80.5",
        "port           | -1",
        "port           | 99999999999999999999",
        "idleTimeoutSeconds | 0",
        "idleTimeoutSeconds | 86401",
        "requestHeaderTimeoutSeconds | 0",
        "requestHeaderTimeoutSeconds | 301",
        "maxHeaderBytes | 1023",
        "maxHeaderBytes | 65537",
        "maxRequestBodyBytes | -1",
        "maxRequestBodyBytes | 9007199254740992",
        "maxRequestBodyBytes | true",
        "ruleGroupId    | \"none\"",
        "defaultAction  | ",
        "defaultAction  | \"drop\"",
        "defaultAction.type | {}",
        "defaultAction.type | {\"type\":\"drop\"}",
        "defaultAction.type | {\"type\":5}",
        "defaultAction.backendServices | {\"type\":\"forward\"}",
        "defaultAction.backendServices | {\"type\":\"forward\",\"backendServices\":[]}",
        "defaultAction.backendServices[0] | {\"type\":\"forward\",\"backendServices\":[5]}",
        "defaultAction.status | {\"type\":\"fixed-response\"}",
        "defaultAction.status | {\"type\":\"fixed-response\",\"status\":100}",
        "defaultAction.status | {\"type\":\"fixed-response\",\"status\":\"200\"}",
        "defaultAction.status | {\"type\":\"redirect\",\"status\":200,\"scheme\":\"https\"}",
        "defaultAction  | {\"type\":\"redirect\",\"status\":301}",
        "defaultAction.path | {\"type\":\"redirect\",\"status\":301,\"path\":\"/a\\r\\nb\"}",
        "defaultAction.host | {\"type\":\"redirect\",\"status\":301,\"host\":\"a b\"}",
        "defaultAction.scheme | {\"type\":\"fixed-response\",\"status\":200,\"scheme\":\"https\"}",
        "defaultAction.colour | {\"type\":\"fixed-response\",\"status\":200,\"colour\":1}",
        "listenPort     | 80",
      })
  void aWrongFieldOfAListenerIsNamedAndNothingIsStored(String field, String value) {
    String lb = newLoadBalancer();
    String name = newName("bad-listener");
    String body = replaced(Api.listener(lb, name, newPort()), field, value);

    post(LISTENERS, body).statusCode(400).body("errors.field", hasItem(field));
    get(LISTENERS + "?name={name}", name).body("items", empty());
    get(LISTENERS + "?loadBalancerId={lb}", lb).body("items", empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ruleGroupId | ",
        "ruleGroupId | \"main\"",
        "name        | ",
        "priority    | 0",
        "priority    | 50001",
        "priority    | \"1\"",
        "host        | \"*\"",
        "host        | \"a.*.b\"",
        "host        | \"a:80\"",
        "host        | \"bücher.example\"",
        "host        | \"\"",
        "host        | 5",
        "path        | \"/api\"",
        "path.type   | {\"value\":\"/api\"}",
        "path.type   | {\"type\":\"glob\",\"value\":\"/api\"}",
        "path.type   | {\"type\":\"PREFIX\",\"value\":\"/api\"}",
        "path.value  | {\"type\":\"prefix\"}",
        "path.value  | {\"type\":\"prefix\",\"value\":\"api\"}",
        "path.value  | {\"type\":\"prefix\",\"value\":\"/a?b\"}",
        "path.value  | {\"type\":\"prefix\",\"value\":\"/a#b\"}",
        "path.value  | {\"type\":\"prefix\",\"value\":\"/a/../b\"}",
        "path.value  | {\"type\":\"exact\",\"value\":\"/a%2e/../b\"}",
        "path.value  | {\"type\":\"exact\",\"value\":\"/a\\u0007\"}",
        "path.depth  | {\"type\":\"exact\",\"value\":\"/a\",\"depth\":2}",
        "action      | ",
        "action      | [1]",
        "colour      | []",
      })
  void aWrongFieldOfARuleIsNamedAndNothingIsStored(String field, String value) {
    String group = newRuleGroup(newLoadBalancer());
    String body = replaced(Api.rule(group, newName("bad-rule"), "a.example"), field, value);

    post(RULES, body).statusCode(400).body("errors.field", hasItem(field));
    get(RULES + "?ruleGroupId={group}", group).body("items", empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[]",
        "null",
        "5",
        "\"text\"",
        "{\"name\":\"a\",\"name\":\"b\"}",
        "{\"name\":\"a\"} {}",
        "{name:\"a\"}",
        "{\"name\":NaN}",
        "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"
      })
  void aBodyThatIsNoJsonObjectIsRefused(String body) {
    for (String path : new String[] {LOAD_BALANCERS, LISTENERS, RULE_GROUPS, RULES}) {
      post(path, body).statusCode(400).contentType("application/problem+json");
    }
  }

  @Test
  void everyWrongFieldIsNamedInOneAnswer() {
    post(LISTENERS, "{\"port\":0,\"protocol\":\"UDP\",\"colour\":1,\"defaultAction\":{\"type\":1}}")
        .statusCode(400)
        .body(
            "errors.field",
            hasItems("loadBalancerId", "name", "port", "protocol", "colour", "defaultAction.type"))
        .body("errors.find { it.field == 'port' }.value", equalTo("0"))
        .body("errors.find { it.field == 'port' }.allowed", containsString("1-65535"));
  }

  @Test
  void aBodyAboveOneMebibyteIsRefused() {
    post(LOAD_BALANCERS, "{\"description\":\"" + "x".repeat(1024 * 1024) + "\"}").statusCode(413);
  }

  @Test
  void aBodyThatIsNotJsonByItsTypeIsRefused() {
    request().contentType("text/plain").body("{}").post(LOAD_BALANCERS).then().statusCode(415);
  }

  @Test
  void anIdOfAPathThatIsNoneIsRefused() {
    get(LISTENERS + "/web").statusCode(400).body("errors[0].field", equalTo("id"));
  }

  @Test
  void aWrongPatchChangesNothing() {
    String path = LOAD_BALANCERS + "/" + newLoadBalancer();

    Api.patch(path, "{\"crossZone\":false,\"scheme\":5}").statusCode(400);
    Api.patch(path, "{\"name\":null}").statusCode(400).body("errors.field", contains("name"));
    Api.patch(path, "[]").statusCode(400);

    get(path).header("ETag", "\"1\"").body("crossZone", equalTo(true));
  }

  /** A body with one field set to any JSON, or left out. */
  private static String replaced(String body, String field, String json) {
    String top = field.split("[.\\[]", 2)[0];
    try {
      ObjectNode object = (ObjectNode) Json.MAPPER.readTree(body);
      object.remove(top);
      if (json != null) {
        object.set(top, Json.MAPPER.readTree(json));
      }
      return object.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
