package io.sluice.registry;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.test.PostgresTestResource;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.model.CookieKey;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.contracts.sync.SyncRequest;
import io.sluice.registry.store.CookieKeyStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class StickinessIT {
  @Inject Bus bus;
  @Inject CookieKeyStore store;

  @Test
  void gatewaysGetOneKeyToUseAndOneForLaterHoweverManyReplicasLook() {
    await().atMost(10, SECONDS).until(() -> !keys().isEmpty());
    Uni.join()
        .all(store.rotate(), store.rotate(), store.rotate(), store.rotate())
        .andFailFast()
        .await()
        .atMost(Duration.ofSeconds(10));

    List<CookieKey> keys = keys();
    assertThat(keys).hasSize(2);
    assertThat(keys).allMatch(key -> Base64.getDecoder().decode(key.secret()).length == 32);
    assertThat(Duration.between(keys.get(0).usedFrom(), keys.get(1).usedFrom()).abs())
        .isEqualTo(Duration.ofHours(24));
  }

  @Test
  void stickinessIsOffByDefaultAndShownWhole() {
    String service = Api.service(Api.group(), 300);

    Api.get(Api.SERVICES + "/" + service)
        .body("stickiness.type", equalTo("off"))
        .body("stickiness.cookie", nullValue());
  }

  @Test
  void aGatewayCookieHasDefaults() {
    String path = Api.SERVICES + "/" + Api.service(Api.group(), 300);

    Api.patch(path, "{\"stickiness\":{\"type\":\"gateway_cookie\"}}")
        .statusCode(200)
        .body("stickiness.cookie", equalTo("SLUICE"))
        .body("stickiness.durationSeconds", equalTo(0))
        .body("stickiness.sameSite", equalTo("lax"));
    Api.patch(path, "{\"stickiness\":{\"durationSeconds\":604800,\"sameSite\":\"strict\"}}")
        .statusCode(200)
        .body("stickiness.type", equalTo("gateway_cookie"))
        .body("stickiness.durationSeconds", equalTo(604_800));
    Api.patch(path, "{\"stickiness\":{\"type\":\"off\"}}")
        .statusCode(200)
        .body("stickiness.cookie", nullValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'sometimes'} | stickiness.type",
        "{'type':'gateway_cookie','durationSeconds':604801} | stickiness.durationSeconds",
        "{'type':'gateway_cookie','durationSeconds':-1} | stickiness.durationSeconds",
        "{'type':'gateway_cookie','cookie':'a b'} | stickiness.cookie",
        "{'type':'gateway_cookie','cookie':''} | stickiness.cookie",
        "{'type':'gateway_cookie','sameSite':'any'} | stickiness.sameSite",
        "{'type':'application_cookie'} | stickiness.cookie",
        "{'type':'application_cookie','cookie':'a','durationSeconds':0} | stickiness.durationSeconds",
        "{'type':'source_ip','durationSeconds':0} | stickiness.durationSeconds",
        "{'type':'source_ip','cookie':'a'} | stickiness.cookie",
        "{'type':'source_ip','sameSite':'none'} | stickiness.sameSite",
        "{'type':'off','cookie':'a'} | stickiness.cookie",
        "{'type':'off','durationSeconds':1} | stickiness.durationSeconds",
        "{'type':'gateway_cookie','secure':true} | stickiness.secure",
        "'gateway_cookie' | stickiness"
      },
      quoteCharacter = '`')
  void whatIsOutOfRangeIsNamed(String stickiness, String field) {
    String path = Api.SERVICES + "/" + Api.service(Api.group(), 300);
    String body = "{\"stickiness\":" + stickiness.replace('\'', '"') + "}";

    Api.patch(path, body)
        .statusCode(400)
        .body("errors", hasSize(1))
        .body("errors[0].field", equalTo(field));
  }

  @Test
  void otherTypesHaveTheirFields() {
    String path = Api.SERVICES + "/" + Api.service(Api.group(), 300);

    Api.patch(path, "{\"stickiness\":{\"type\":\"application_cookie\",\"cookie\":\"SID\"}}")
        .statusCode(200)
        .body("stickiness.durationSeconds", equalTo(86_400));
    Api.patch(path, "{\"stickiness\":{\"type\":\"source_ip\"}}")
        .statusCode(200)
        .body("stickiness.cookie", nullValue())
        .body("stickiness.durationSeconds", equalTo(3_600));
  }

  @Test
  void streamsHaveNoCookies() {
    String body =
        """
        {"name":"%s","protocol":"TCP","port":8080,"virtualServerGroupId":"%s",
         "stickiness":{"type":"gateway_cookie"}}\
        """
            .formatted(Api.uniqueName("s"), Api.group());

    Api.post(Api.SERVICES, body)
        .statusCode(400)
        .body("errors[0].field", equalTo("stickiness.type"));
  }

  private List<CookieKey> keys() {
    return bus.request(Addresses.REGISTRY_SYNC, new SyncRequest(Revision.NONE), RegistryDelta.class)
        .await()
        .atMost(Duration.ofSeconds(10))
        .cookieKeys();
  }
}
