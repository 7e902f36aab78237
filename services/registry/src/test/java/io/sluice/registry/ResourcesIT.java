package io.sluice.registry;

import static io.sluice.registry.Api.GROUPS;
import static io.sluice.registry.Api.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.test.PostgresTestResource;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.command.ReferenceAnswer;
import io.sluice.contracts.command.ReferenceQuery;
import io.sluice.contracts.command.UsageAnswer;
import io.sluice.contracts.command.UsageQuery;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ResourcesIT {
  @Inject Bus bus;

  @Test
  void aBackendServiceIsCreatedWithAllDefaultsAndAStatus() {
    String group = Api.group();
    String name = Api.uniqueName("web");

    var created =
        Api.post(
            SERVICES,
            """
            {"name":"%s","protocol":"HTTP","port":8080,"virtualServerGroupId":"%s"}\
            """
                .formatted(name, group));

    String id = created.extract().path("id");
    created
        .statusCode(201)
        .header("Location", equalTo(SERVICES + "/" + id))
        .header("ETag", "\"1\"")
        .body("algorithm", equalTo("weighted_round_robin"))
        .body("connectTimeoutSeconds", equalTo(5))
        .body("responseTimeoutSeconds", equalTo(60))
        .body("requestTimeoutSeconds", nullValue())
        .body("retries", equalTo(1))
        .body("deregistrationDelaySeconds", equalTo(300))
        .body("slowStartSeconds", equalTo(0))
        .body("xForwardedFor", equalTo("append"))
        .body("healthCheck.path", equalTo("/"))
        .body("healthCheck.intervalSeconds", equalTo(5))
        .body("healthCheck.expectedCodes", equalTo("200-399"))
        .body("status.applied", equalTo(false))
        .body("status.revision.number", greaterThan(0))
        .body("createdAt", notNullValue());
    Api.get(SERVICES + "/" + id).statusCode(200).body("name", equalTo(name));
    Api.get(SERVICES + "?virtualServerGroupId=" + group).body("items[0].id", equalTo(id));
  }

  @Test
  void whatWasReadCanBePutBackAndChangesNothing() {
    String path = SERVICES + "/" + Api.service(Api.group(), 5);
    String body = Api.get(path).extract().asString();

    Api.put(path, body).statusCode(200).header("ETag", "\"1\"");
  }

  @Test
  void aPatchMergesAndNullBringsTheDefaultBack() {
    String path = SERVICES + "/" + Api.service(Api.group(), 5);

    Api.patch(path, "{\"healthCheck\":{\"intervalSeconds\":9},\"retries\":3}")
        .statusCode(200)
        .header("ETag", "\"2\"")
        .body("healthCheck.intervalSeconds", equalTo(9))
        .body("healthCheck.timeoutSeconds", equalTo(3))
        .body("retries", equalTo(3))
        .body("deregistrationDelaySeconds", equalTo(5));
    Api.patch(path, "{\"retries\":null}").body("retries", equalTo(1));
    Api.get(path).header("ETag", "\"3\"").body("healthCheck.intervalSeconds", equalTo(9));
  }

  @Test
  void anAlgorithmIsChangedTogetherWithWhatItPlacesBy() {
    String path = SERVICES + "/" + Api.service(Api.group(), 5);

    Api.patch(
            path,
            """
            {"algorithm":"consistent_hash","hashKey":{"type":"cookie","name":"user"}}\
            """)
        .statusCode(200)
        .body("algorithm", equalTo("consistent_hash"))
        .body("hashKey.type", equalTo("cookie"))
        .body("hashKey.name", equalTo("user"));
    Api.put(path, Api.get(path).extract().asString()).header("ETag", "\"2\"");
    Api.patch(path, "{\"algorithm\":\"peak_ewma\"}")
        .statusCode(400)
        .body("errors[0].field", equalTo("hashKey"));
    Api.patch(path, "{\"algorithm\":\"peak_ewma\",\"hashKey\":null}")
        .statusCode(200)
        .body("hashKey", nullValue());
  }

  @Test
  void aStaleEtagIsRefusedAndAFreshOneTaken() {
    String path = GROUPS + "/" + Api.group();
    Api.patch(path, "{\"description\":\"a\"}").statusCode(200);

    Api.request()
        .header("If-Match", "\"1\"")
        .body("{\"description\":\"b\"}")
        .patch(path)
        .then()
        .statusCode(412)
        .contentType("application/problem+json");
    Api.request().header("If-Match", "\"1\"").delete(path).then().statusCode(412);
    Api.request().header("If-Match", "W/\"2\"").delete(path).then().statusCode(412);
    Api.get(path).body("description", equalTo("a"));
    Api.request().header("If-Match", "\"9\", \"2\"").delete(path).then().statusCode(204);
    Api.get(path).statusCode(404);
  }

  @Test
  void aTakenNameIsRefusedAndNamed() {
    String name = Api.uniqueName("g");
    Api.post(GROUPS, "{\"name\":\"" + name + "\"}").statusCode(201);

    Api.post(GROUPS, "{\"name\":\"" + name + "\"}")
        .statusCode(409)
        .body("errors[0].field", equalTo("name"))
        .body("errors[0].value", equalTo(name));
  }

  @Test
  void aListIsPagedWithoutGapsWhileOthersAreAdded() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(Api.group());
    }
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      var page =
          Api.get(GROUPS + "?limit=2" + (cursor == null ? "" : "&cursor=" + cursor))
              .statusCode(200)
              .extract();
      List<String> part = page.path("items.id");
      assertThat(part).hasSizeBetween(1, 2);
      seen.addAll(part);
      cursor = page.path("next");
      if (seen.size() == 4) {
        ids.add(Api.group());
      }
    } while (cursor != null);

    assertThat(seen).containsAll(ids).doesNotHaveDuplicates();
  }

  @Test
  void anIdempotencyKeyRepeatsTheAnswerAndRefusesAnotherBody() {
    String key = UUID.randomUUID().toString();
    String body = "{\"name\":\"" + Api.uniqueName("g") + "\"}";

    var first = Api.request().header("Idempotency-Key", key).body(body).post(GROUPS);
    var again = Api.request().header("Idempotency-Key", key).body(body).post(GROUPS);

    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.asString()).isEqualTo(first.asString());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    Api.request()
        .header("Idempotency-Key", key)
        .body("{\"name\":\"other\"}")
        .post(GROUPS)
        .then()
        .statusCode(422)
        .body("errors[0].field", equalTo("Idempotency-Key"));
  }

  @Test
  void theSameKeyAtTheSameTimeHappensOnce() {
    String key = UUID.randomUUID().toString();
    String body = "{\"name\":\"" + Api.uniqueName("g") + "\"}";

    try (var threads = Executors.newFixedThreadPool(8)) {
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () ->
                    Api.request()
                        .header("Idempotency-Key", key)
                        .body(body)
                        .post(GROUPS)
                        .then()
                        .statusCode(201)
                        .extract()
                        .asString(),
                threads));
      }
      assertThat(answers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }
  }

  @Test
  void changesAtTheSameTimeAreAllKept() {
    String path = SERVICES + "/" + Api.service(Api.group(), 5);
    List<String> patches =
        List.of(
            "{\"retries\":4}",
            "{\"port\":81}",
            "{\"description\":\"d\"}",
            "{\"xForwardedHost\":true}");

    try (var threads = Executors.newFixedThreadPool(4)) {
      List<CompletableFuture<Void>> all =
          patches.stream()
              .map(patch ->
                  CompletableFuture.runAsync(() -> Api.patch(path, patch).statusCode(200), threads))
              .toList();
      all.forEach(CompletableFuture::join);
    }
    Api.get(path)
        .header("ETag", "\"5\"")
        .body("retries", equalTo(4))
        .body("port", equalTo(81))
        .body("description", equalTo("d"))
        .body("xForwardedHost", equalTo(true));
  }

  @Test
  void aGroupInUseIsNotDeletedAndItsUserIsNamed() {
    String group = Api.group();
    String service = Api.service(group, 5);

    Api.delete(GROUPS + "/" + group).statusCode(409).body("detail", containsString(service));
  }

  @Test
  void anUnknownGroupIsNoReference() {
    String body =
        """
        {"name":"%s","protocol":"HTTP","port":80,
         "virtualServerGroupId":"00000000-0000-7000-8000-000000000000"}\
        """
            .formatted(Api.uniqueName("s"));

    Api.post(SERVICES, body)
        .statusCode(422)
        .body("errors[0].field", equalTo("virtualServerGroupId"));
  }

  @Test
  void aBackendServiceIsDeletedOnlyWhenTheListenersServiceKnowsNoUser() {
    String service = Api.service(Api.group(), 5);
    String path = SERVICES + "/" + service;
    Api.delete(path).statusCode(503).header("Retry-After", "1");
    UsageAnswer.User rule = new UsageAnswer.User("rule", UUID.randomUUID(), "to-web");

    answersUsage(
        Addresses.LISTENERS_USAGE,
        List.of(rule),
        () -> {
          Api.delete(path).statusCode(409).body("detail", containsString("rule to-web"));
          Api.get(path).statusCode(200);
        });
    answersUsage(Addresses.LISTENERS_USAGE, List.of(), () -> Api.delete(path).statusCode(204));
    Api.get(path).statusCode(404).body("errors", empty());
  }

  @Test
  void aBackendServiceInUseKeepsTakingWhatIsForwardedToIt() {
    String path = SERVICES + "/" + Api.service(Api.group(), 5);
    String toTcp = "{\"protocol\":\"TCP\",\"healthCheck\":null}";
    UsageAnswer.User rule = new UsageAnswer.User("rule", UUID.randomUUID(), "to-web");

    answersUsage(
        Addresses.LISTENERS_USAGE,
        List.of(rule),
        () -> {
          Api.patch(path, toTcp)
              .statusCode(422)
              .body("errors[0].field", equalTo("protocol"))
              .body("errors[0].allowed", containsString("rule to-web"));
          Api.patch(path, "{\"protocol\":\"H2C\"}").statusCode(200);
        });
    answersUsage(
        Addresses.LISTENERS_USAGE,
        List.of(),
        () -> Api.patch(path, toTcp).statusCode(200).body("protocol", equalTo("TCP")));
  }

  @Test
  void otherServicesAreToldWhichBackendServicesTakeWhat() {
    UUID service = UUID.fromString(Api.service(Api.group(), 5));
    UUID unknown = UUID.randomUUID();

    assertThat(missing("backend-service-http", service, unknown)).containsExactly(unknown);
    assertThat(missing("backend-service-stream", service)).containsExactly(service);
  }

  private List<UUID> missing(String kind, UUID... ids) {
    return bus.request(
            Addresses.REGISTRY_REFERENCES,
            new ReferenceQuery(kind, List.of(ids)),
            ReferenceAnswer.class)
        .await()
        .atMost(Duration.ofSeconds(10))
        .missing();
  }

  @Test
  void aGroupOfAWebhookSourceIsNotDeleted() {
    String path = GROUPS + "/" + Api.group();
    UsageAnswer.User source = new UsageAnswer.User("webhook-source", UUID.randomUUID(), "scaler");

    answersUsage(
        Addresses.BRIDGE_USAGE,
        List.of(source),
        () ->
            Api.delete(path)
                .statusCode(409)
                .body("detail", containsString("webhook source scaler")));
    Api.delete(path).statusCode(204);
  }

  private void answersUsage(String address, List<UsageAnswer.User> users, Runnable then) {
    var served =
        bus.serve(
            address, UsageQuery.class, query -> Uni.createFrom().item(new UsageAnswer(users)));
    try {
      then.run();
    } finally {
      served.cancel();
    }
  }
}
