package io.sluice.registry;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.test.PostgresTestResource;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class TargetsIT {
  @Test
  void aBatchIsRegisteredInOneRevisionWithDefaultsAndCanonicalAddresses() {
    String group = Api.group();

    Api.post(
            Api.targets(group),
            """
            {"targets":[{"address":"10.0.0.1","port":80},{"address":"WEB.Example.com"},
                        {"address":"2001:DB8:0:0::1","port":81,"weight":0,"zone":"z1"}]}\
            """)
        .statusCode(201)
        .body("items.address", equalTo(List.of("10.0.0.1", "web.example.com", "2001:db8::1")))
        .body("items.weight", equalTo(List.of(10, 10, 0)))
        .body("items[1].port", nullValue())
        .body("items[2].zone", equalTo("z1"))
        .body("items.status.revision.number.unique().size()", equalTo(1));
    Api.get(Api.targets(group) + "?address=10.0.0.1").body("items.size()", equalTo(1));
  }

  @Test
  void aBatchWithOneThatIsThereIsRefusedAsAWhole() {
    String group = Api.group();
    Api.target(group, "10.0.0.1");

    Api.post(
            Api.targets(group),
            "{\"targets\":[{\"address\":\"10.0.0.2\",\"port\":80},{\"address\":\"10.0.0.1\",\"port\":80}]}")
        .statusCode(409)
        .body("errors.field", equalTo(List.of("targets[1].address")));

    Api.get(Api.targets(group)).body("items.size()", equalTo(1));
  }

  @Test
  void weightsAreChangedInABatchAndOneByOne() {
    String group = Api.group();
    String first = Api.target(group, "10.0.0.1");
    String second = Api.target(group, "10.0.0.2");

    Api.patch(
            Api.targets(group),
            """
            {"targets":[{"id":"%s","weight":5,"zone":"a"},{"id":"%s","weight":0}]}\
            """
                .formatted(first, second))
        .statusCode(200)
        .body("items.weight", equalTo(List.of(5, 0)));
    Api.patch(Api.targets(group) + "/" + first, "{\"weight\":7}")
        .statusCode(200)
        .header("ETag", "\"3\"")
        .body("zone", equalTo("a"));
    Api.put(Api.targets(group) + "/" + first, "{\"address\":\"10.0.0.1\",\"port\":80}")
        .statusCode(200)
        .body("weight", equalTo(10))
        .body("zone", nullValue());
    Api.patch(Api.targets(group) + "/" + first, "{\"address\":\"10.0.0.9\"}")
        .statusCode(400)
        .body("errors.field", hasItems("address"));
    Api.patch(
            Api.targets(group),
            "{\"targets\":[{\"id\":\"%s\",\"weight\":1},{\"id\":\"%s\"}]}"
                .formatted(first, Api.group()))
        .statusCode(422)
        .body("errors.field", equalTo(List.of("targets[1].id")));
    Api.get(Api.targets(group) + "/" + first).body("weight", equalTo(10));
  }

  @Test
  void aTargetIsMarkedAsBackupWhenItIsRegisteredAndLater() {
    String group = Api.group();
    List<String> ids =
        Api.post(
                Api.targets(group),
                """
                {"targets":[{"address":"10.0.0.1","port":80,"backup":true},
                            {"address":"10.0.0.2","port":80}]}\
                """)
            .statusCode(201)
            .body("items.backup", equalTo(List.of(true, false)))
            .extract()
            .path("items.id");

    Api.patch(
            Api.targets(group),
            "{\"targets\":[{\"id\":\"%s\",\"backup\":true},{\"id\":\"%s\",\"weight\":3}]}"
                .formatted(ids.get(1), ids.get(0)))
        .statusCode(200)
        .body("items.backup", equalTo(List.of(true, true)));
    Api.patch(Api.targets(group) + "/" + ids.get(0), "{\"backup\":null}")
        .statusCode(200)
        .body("backup", equalTo(false))
        .body("weight", equalTo(3));
    Api.get(Api.targets(group)).body("items.backup", equalTo(List.of(false, true)));
  }

  @Test
  void aDeregisteredTargetDrainsForTheLongestDelayAndIsThenGone() {
    String group = Api.group();
    Api.service(group, 1);
    Api.service(group, 2);
    String id = Api.target(group, "10.0.0.1");
    Instant before = Instant.now();

    String until =
        Api.post(Api.targets(group) + "/deregister", "{\"ids\":[\"" + id + "\"]}")
            .statusCode(200)
            .extract()
            .path("items[0].drainUntil");

    assertThat(Instant.parse(until)).isBetween(before.plusMillis(1990), before.plusSeconds(10));
    Api.get(Api.targets(group) + "/" + id).body("drainUntil", equalTo(until));
    await()
        .atMost(10, SECONDS)
        .untilAsserted(() -> Api.get(Api.targets(group) + "/" + id).statusCode(404));
    assertThat(Instant.now()).isAfterOrEqualTo(Instant.parse(until));
  }

  @Test
  void aDrainingTargetIsTakenBackByRegisteringItAgain() {
    String group = Api.group();
    String id = Api.target(group, "10.0.0.1");
    Api.delete(Api.targets(group) + "/" + id).statusCode(204);
    Api.get(Api.targets(group) + "/" + id).body("drainUntil", notNullValue());

    Api.post(
            Api.targets(group),
            "{\"targets\":[{\"address\":\"10.0.0.1\",\"port\":80,\"weight\":3}]}")
        .statusCode(201)
        .body("items[0].id", equalTo(id))
        .body("items[0].weight", equalTo(3))
        .body("items[0].drainUntil", nullValue());
  }

  @Test
  void forceOrADelayOfZeroRemovesAtOnce() {
    String group = Api.group();
    String first = Api.target(group, "10.0.0.1");
    Api.request().delete(Api.targets(group) + "/" + first + "?force=true").then().statusCode(204);
    Api.get(Api.targets(group) + "/" + first).statusCode(404);
    Api.service(group, 0);
    String second = Api.target(group, "10.0.0.1");

    Api.delete(Api.targets(group) + "/" + second).statusCode(204);

    Api.get(Api.targets(group) + "/" + second).statusCode(404);
  }

  @Test
  void aGroupTakesAThousandTargetsAndGoesWithThem() {
    String group = Api.group();
    Api.post(Api.targets(group), batch(1000)).statusCode(201);

    Api.post(Api.targets(group), "{\"targets\":[{\"address\":\"more\"}]}").statusCode(409);

    Api.get(Api.targets(group) + "?limit=1000").body("items.size()", equalTo(1000));
    Api.delete(Api.GROUPS + "/" + group).statusCode(204);
    Api.get(Api.targets(group)).statusCode(404);
  }

  @Test
  void anUnknownGroupIsNotFound() {
    String unknown = Api.targets("0198c0de-0000-7000-8000-000000000000");
    Api.post(unknown, "{\"targets\":[{\"address\":\"a\"}]}").statusCode(404);
    Api.get(unknown).statusCode(404);
    Api.delete(unknown + "/0198c0de-0000-7000-8000-000000000000").statusCode(404);
  }

  static String batch(int targets) {
    return IntStream.range(0, targets)
        .mapToObj(i -> "{\"address\":\"10.1." + i / 250 + "." + i % 250 + "\",\"port\":80}")
        .collect(Collectors.joining(",", "{\"targets\":[", "]}"));
  }
}
