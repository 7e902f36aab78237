package io.sluice.registry;

import static io.sluice.registry.Api.GROUPS;
import static io.sluice.registry.Api.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.sluice.chassis.test.PostgresTestResource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class BadInputIT {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"name":"","port":80}                          | name
          {"name":"a b"}                                 | name
          {"name":"Upper"}                               | name
          {"name":"under_score"}                         | name
          {"name":7}                                     | name
          {"name":["a"]}                                 | name
          {"name":null}                                  | name
          {}                                             | name
          {"description":"x"}                            | name
          {"name":"x","description":1}                   | description
          {"name":"x","port":0}                          | port
          {"name":"x","port":65536}                      | port
          {"name":"x","port":-1}                         | port
          {"name":"x","port":"80"}                       | port
          {"name":"x","port":80.5}                       | port
          {"name":"x","port":80.0}                       | port
          {"name":"x","port":1e400}                      | port
          {"name":"x","port":99999999999999999999}       | port
          {"name":"x","port":true}                       | port
          {"name":"x","port":{}}                         | port
          {"name":"x"}                                   | port
          {"name":"x","protocol":"http"}                 | protocol
          {"name":"x","protocol":"FTP"}                  | protocol
          {"name":"x","protocol":0}                      | protocol
          {"name":"x"}                                   | protocol
          {"name":"x","virtualServerGroupId":"1-1-1-1-1"}| virtualServerGroupId
          {"name":"x","virtualServerGroupId":5}          | virtualServerGroupId
          {"name":"x"}                                   | virtualServerGroupId
          {"name":"x","algorithm":"WEIGHTED_ROUND_ROBIN"}| algorithm
          {"name":"x","algorithm":"least_conn"}          | algorithm
          {"name":"x","algorithm":"consistent_hash"}     | hashKey
          {"name":"x","algorithm":"consistent_hash","hashKey":"path"} | hashKey
          {"name":"x","algorithm":"consistent_hash","hashKey":{}} | hashKey.type
          {"name":"x","algorithm":"consistent_hash","hashKey":{"type":"body"}} | hashKey.type
          {"name":"x","algorithm":"consistent_hash","hashKey":{"type":"header"}} | hashKey.name
          {"name":"x","algorithm":"consistent_hash","hashKey":{"type":"header","name":"a b"}} | hashKey.name
          {"name":"x","algorithm":"consistent_hash","hashKey":{"type":"cookie","name":""}} | hashKey.name
          {"name":"x","algorithm":"consistent_hash","hashKey":{"type":"query","name":"a=b"}} | hashKey.name
          {"name":"x","algorithm":"consistent_hash","hashKey":{"type":"path","name":"a"}} | hashKey.name
          {"name":"x","algorithm":"source_ip_hash","hashKey":{"type":"source"}} | hashKey
          {"name":"x","hashKey":{"type":"path"}}         | hashKey
          {"name":"x","connectTimeoutSeconds":0}         | connectTimeoutSeconds
          {"name":"x","connectTimeoutSeconds":61}        | connectTimeoutSeconds
          {"name":"x","responseTimeoutSeconds":3601}     | responseTimeoutSeconds
          {"name":"x","requestTimeoutSeconds":0}         | requestTimeoutSeconds
          {"name":"x","retries":6}                       | retries
          {"name":"x","retries":-1}                      | retries
          {"name":"x","slowStartSeconds":29}             | slowStartSeconds
          {"name":"x","slowStartSeconds":901}            | slowStartSeconds
          {"name":"x","slowStartSeconds":-1}             | slowStartSeconds
          {"name":"x","deregistrationDelaySeconds":3601} | deregistrationDelaySeconds
          {"name":"x","ejection":{"consecutiveFailures":101}} | ejection.consecutiveFailures
          {"name":"x","ejection":{"consecutiveFailures":-1}} | ejection.consecutiveFailures
          {"name":"x","ejection":{"seconds":0}}          | ejection.seconds
          {"name":"x","ejection":{"seconds":3601}}       | ejection.seconds
          {"name":"x","ejection":{"maxPercent":0}}       | ejection.maxPercent
          {"name":"x","ejection":{"maxPercent":"50"}}    | ejection.maxPercent
          {"name":"x","ejection":{"percent":50}}         | ejection.percent
          {"name":"x","ejection":true}                   | ejection
          {"name":"x","retry":{"onReset":1}}             | retry.onReset
          {"name":"x","retry":{"onStatuses":[404]}}      | retry.onStatuses[0]
          {"name":"x","retry":{"onStatuses":[503,"500"]}} | retry.onStatuses[1]
          {"name":"x","retry":{"onStatuses":503}}        | retry.onStatuses
          {"name":"x","retry":{"onGrpcStatuses":["OK"]}} | retry.onGrpcStatuses[0]
          {"name":"x","retry":{"onGrpcStatuses":[14]}}   | retry.onGrpcStatuses[0]
          {"name":"x","retry":{"onGrpcStatuses":"UNAVAILABLE"}} | retry.onGrpcStatuses
          {"name":"x","retry":{"budgetPercent":101}}     | retry.budgetPercent
          {"name":"x","targetCaps":{"requests":0}}       | targetCaps.requests
          {"name":"x","targetCaps":{"connections":1000001}} | targetCaps.connections
          {"name":"x","targetCaps":{"queue":65536}}      | targetCaps.queue
          {"name":"x","targetCaps":{"queueTimeoutMillis":0}} | targetCaps.queueTimeoutMillis
          {"name":"x","circuitBreaker":{"failurePercent":0}} | circuitBreaker.failurePercent
          {"name":"x","circuitBreaker":{"minRequests":0}} | circuitBreaker.minRequests
          {"name":"x","circuitBreaker":{"windowSeconds":601}} | circuitBreaker.windowSeconds
          {"name":"x","circuitBreaker":{"openSeconds":0}} | circuitBreaker.openSeconds
          {"name":"x","failOpenPercent":101}             | failOpenPercent
          {"name":"x","failOpenPercent":-1}              | failOpenPercent
          {"name":"x","xForwardedFor":"add"}             | xForwardedFor
          {"name":"x","xForwardedProto":"true"}          | xForwardedProto
          {"name":"x","xForwardedPort":1}                | xForwardedPort
          {"name":"x","healthCheck":[]}                  | healthCheck
          {"name":"x","healthCheck":{"enabled":"no"}}    | healthCheck.enabled
          {"name":"x","healthCheck":{"protocol":"UDP"}}  | healthCheck.protocol
          {"name":"x","healthCheck":{"port":65536}}      | healthCheck.port
          {"name":"x","healthCheck":{"host":"a b"}}      | healthCheck.host
          {"name":"x","healthCheck":{"path":"x"}}        | healthCheck.path
          {"name":"x","healthCheck":{"path":"/a b"}}     | healthCheck.path
          {"name":"x","healthCheck":{"method":"POST"}}   | healthCheck.method
          {"name":"x","healthCheck":{"expectedCodes":"99"}} | healthCheck.expectedCodes
          {"name":"x","healthCheck":{"expectedCodes":"300-200"}} | healthCheck.expectedCodes
          {"name":"x","healthCheck":{"expectedBody":""}} | healthCheck.expectedBody
          {"name":"x","healthCheck":{"method":"HEAD","expectedBody":"x"}} | healthCheck.expectedBody
          {"name":"x","healthCheck":{"intervalSeconds":301}} | healthCheck.intervalSeconds
          {"name":"x","healthCheck":{"unhealthyIntervalSeconds":0}} | healthCheck.unhealthyIntervalSeconds
          {"name":"x","healthCheck":{"timeoutSeconds":61}} | healthCheck.timeoutSeconds
          {"name":"x","healthCheck":{"healthyThreshold":11}} | healthCheck.healthyThreshold
          {"name":"x","healthCheck":{"unhealthyThreshold":0}} | healthCheck.unhealthyThreshold
          {"name":"x","healthCheck":{"interval":5}}      | healthCheck.interval
          {"name":"x","protocol":"UDP"}                  | protocol
          {"name":"x","httpVersion":2}                   | httpVersion
          {"name":"x","httpVersion":"3"}                 | httpVersion
          {"name":"x","protocol":"HTTP","httpVersion":"2"} | httpVersion
          {"name":"x","protocol":"GRPC","httpVersion":"1.1"} | httpVersion
          {"name":"x","protocol":"HTTP","tls":{}}        | tls
          {"name":"x","protocol":"H2C","tls":{}}         | tls
          {"name":"x","protocol":"HTTPS","tls":[]}       | tls
          {"name":"x","tls":{"verify":"no"}}             | tls.verify
          {"name":"x","tls":{"authorityId":"x"}}         | tls.authorityId
          {"name":"x","protocol":"HTTPS","tls":{"verify":false,"authorityId":"00000000-0000-7000-8000-000000000000"}} | tls.authorityId
          {"name":"x","tls":{"serverName":"10.0.0.1"}}   | tls.serverName
          {"name":"x","tls":{"serverName":"a b"}}        | tls.serverName
          {"name":"x","tls":{"clientCertificateId":1}}   | tls.clientCertificateId
          {"name":"x","tls":{"insecure":true}}           | tls.insecure
          {"name":"x","pool":{"maxConnections":0}}       | pool.maxConnections
          {"name":"x","pool":{"maxConnections":65536}}   | pool.maxConnections
          {"name":"x","pool":{"maxIdleSeconds":0}}       | pool.maxIdleSeconds
          {"name":"x","pool":{"maxAgeSeconds":86401}}    | pool.maxAgeSeconds
          {"name":"x","pool":{"maxWaiting":-1}}          | pool.maxWaiting
          {"name":"x","pool":{"waitTimeoutMillis":0}}    | pool.waitTimeoutMillis
          {"name":"x","pool":{"size":1}}                 | pool.size
          {"name":"x","protocol":"HTTP","healthCheck":{"protocol":"HTTPS"}} | healthCheck.protocol
          {"name":"x","protocol":"GRPC","healthCheck":{"protocol":"TLS"}} | healthCheck.protocol
          {"name":"x","healthCheck":{"protocol":"H2C"}}  | healthCheck.protocol
          {"name":"x","id":"1"}                          | id
          {"name":"x","unknown":1}                       | unknown
          """)
  void aWrongBackendServiceIsRefusedByTheFieldsName(String body, String field) {
    Api.post(SERVICES, body)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("status", equalTo(400))
        .body("instance", equalTo(SERVICES))
        .body("errors.field", hasItems(field));

    Api.get(SERVICES + "?name=x").body("items.size()", equalTo(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"targets":[]}                                   | targets
          {"targets":{}}                                   | targets
          {}                                               | targets
          {"targets":[7]}                                  | targets[0]
          {"targets":[{}]}                                 | targets[0].address
          {"targets":[{"address":"10.0.0.256"}]}           | targets[0].address
          {"targets":[{"address":"10.0.0"}]}               | targets[0].address
          {"targets":[{"address":"a_b"}]}                  | targets[0].address
          {"targets":[{"address":"http://a"}]}             | targets[0].address
          {"targets":[{"address":"[::1]"}]}                | targets[0].address
          {"targets":[{"address":"1::2::3"}]}              | targets[0].address
          {"targets":[{"address":"a"},{"address":"A"}]}    | targets[1].address
          {"targets":[{"address":"a","port":0}]}           | targets[0].port
          {"targets":[{"address":"a","weight":257}]}       | targets[0].weight
          {"targets":[{"address":"a"},{"address":"b","weight":"1"}]} | targets[1].weight
          {"targets":[{"address":"a","backup":"yes"}]}     | targets[0].backup
          {"targets":[{"address":"a","zone":"a b"}]}       | targets[0].zone
          {"targets":[{"address":"a","faultDomain":""}]}   | targets[0].faultDomain
          {"targets":[{"address":"a","drainUntil":null}]}  | targets[0].drainUntil
          {"targets":[{"address":"a"}],"force":true}       | force
          """)
  void aWrongBatchOfTargetsIsRefusedByTheFieldsPath(String body, String field) {
    String group = Api.group();

    Api.post(Api.targets(group), body).statusCode(400).body("errors.field", hasItems(field));

    Api.get(Api.targets(group)).body("items.size()", equalTo(0));
  }

  @Test
  void everyWrongFieldIsInOneAnswerWithValueAndAllowedRange() {
    Api.post(SERVICES, "{\"name\":\"?\",\"port\":70000,\"retries\":9,\"extra\":1}")
        .statusCode(400)
        .body(
            "errors.field",
            equalTo(
                List.of("name", "protocol", "port", "virtualServerGroupId", "retries", "extra")))
        .body("errors.find { it.field == 'port' }.value", equalTo("70000"))
        .body("errors.find { it.field == 'port' }.allowed", equalTo("a whole number 1-65535"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[]",
        "\"x\"",
        "null",
        "7",
        "{\"name\":\"x\"",
        "{\"name\":\"x\"} {}",
        "{\"name\":\"x\",\"name\":\"y\"}",
        "{'name':'x'}",
        "{\"name\":x}",
        "{\"name\":\"\\ud800\"}",
        "/* c */ {\"name\":\"x\"}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
      })
  void whatIsNoJsonObjectIsRefused(String body) {
    Api.post(GROUPS, body).statusCode(400).contentType("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0,limit",
    "limit=1001,limit",
    "limit=x,limit",
    "limit=1&limit=2,limit",
    "cursor=zzz,cursor",
    "cursor=%00,cursor",
    "sort=name,sort",
    "virtualServerGroupId=7,virtualServerGroupId"
  })
  void aWrongQueryParameterIsNamed(String query, String field) {
    Api.get(SERVICES + "?" + query).statusCode(400).body("errors.field", hasItems(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1-1-1-1-1", "0198c0de-0000-7000-8000-00000000000g"})
  void aMalformedIdIsBadAndAnUnknownOneNotFound(String id) {
    Api.get(GROUPS + "/" + id).statusCode(400).body("errors.field", hasItems("id"));
    Api.get(GROUPS + "/0198c0de-0000-7000-8000-000000000000").statusCode(404);
  }

  @Test
  void wrongMethodsPathsAndMediaTypesAreProblems() {
    Api.request().delete(GROUPS).then().statusCode(405).contentType("application/problem+json");
    Api.get("/api/v1/nothing").statusCode(404).contentType("application/problem+json");
    Api.get("/nothing").statusCode(404).contentType("application/problem+json");
    RestAssured.given()
        .header("Authorization", "Bearer test-token")
        .contentType("text/plain")
        .body("{}")
        .post(GROUPS)
        .then()
        .statusCode(415)
        .contentType("application/problem+json");
    Api.request()
        .accept("text/html")
        .get(GROUPS)
        .then()
        .statusCode(406)
        .contentType("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Basic dGVzdC10b2tlbg==", "test-token"})
  void withoutTheTokenNothingIsAnswered(String authorization) {
    for (String path : List.of(GROUPS, "/api/v1/nothing", "/q/../api/v1/virtual-server-groups")) {
      var answer =
          RestAssured.given()
              .urlEncodingEnabled(false)
              .header("Authorization", authorization)
              .get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
      assertThat(answer.contentType()).startsWith("application/problem+json");
    }
    RestAssured.get("/q/health/live").then().statusCode(200);
  }

  @Test
  void aBodyAboveTheLimitIsRefusedAndABatchMayBeLarger() {
    String spaces = " ".repeat(1_200_000);
    Api.post(GROUPS, "{\"name\":\"x\"}" + spaces).statusCode(413).body("status", equalTo(413));

    Api.post(Api.targets(Api.group()), "{\"targets\":[]}" + spaces).statusCode(400);
  }

  @Test
  void theOpenApiDocumentDescribesBodiesAndErrors() {
    String create = "paths.'/api/v1/backend-services'.post.";
    RestAssured.given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body(
            create + "requestBody.content.'application/json'.schema.'$ref'",
            equalTo("#/components/schemas/BackendService"))
        .body(create + "responses.keySet()", hasItems("400", "401", "409", "422", "503"))
        .body("components.schemas.BackendService.properties.keySet()", hasItems("healthCheck"));
  }

  @Test
  void malformedConditionalAndIdempotencyHeadersAreNamed() {
    Api.request()
        .header("If-Match", "1")
        .body("{}")
        .patch(GROUPS + "/" + Api.group())
        .then()
        .statusCode(400)
        .body("errors.field", hasItems("If-Match"));
    Api.request()
        .header("Idempotency-Key", "x".repeat(256))
        .body("{\"name\":\"x\"}")
        .post(GROUPS)
        .then()
        .statusCode(400)
        .body("errors.field", hasItems("Idempotency-Key"));
  }
}
