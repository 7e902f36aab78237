package io.sluice.listeners;

import static io.sluice.listeners.Api.RULES;
import static io.sluice.listeners.Api.created;
import static io.sluice.listeners.Api.get;
import static io.sluice.listeners.Api.json;
import static io.sluice.listeners.Api.newLoadBalancer;
import static io.sluice.listeners.Api.newRuleGroup;
import static io.sluice.listeners.Api.patch;
import static io.sluice.listeners.Api.post;
import static io.sluice.listeners.Api.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.sluice.chassis.bus.Bus;
import io.sluice.chassis.test.PostgresTestResource;
import io.sluice.contracts.Addresses;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.contracts.sync.SyncRequest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(ManyRulesIT.HighLimit.class)
class ManyRulesIT {
  /** A group may have 1,001 rules. */
  public static class HighLimit implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("sluice.listeners.max-rules-per-rule-group", "1001");
    }
  }

  @Inject Bus bus;

  @Test
  void aThousandRulesAreStoredByOneRequestAndReachGateways() {
    String group = newRuleGroup(newLoadBalancer());
    String batch =
        IntStream.range(0, 1_000)
            .mapToObj(i -> rule(group, "r" + i, "h" + i + ".example"))
            .collect(Collectors.joining(",", "{\"rules\":[", "]}"));

    post(RULES, batch).statusCode(201).body("items", hasSize(1_000));
    String last = created(post(RULES, rule(group, "last", "last.example")));
    post(RULES, rule(group, "too-many", "more.example")).statusCode(409);
    patch(RULES + "/" + last, json("host", "other.example")).statusCode(200);

    get(RULES + "?limit=1000&ruleGroupId={group}", group).body("items", hasSize(1_000));
    get(RULES + "?order=precedence&ruleGroupId={group}", group).body("items", hasSize(1_001));
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(snapshot().rules()).hasSizeGreaterThanOrEqualTo(1_001));
  }

  private ListenersDelta snapshot() {
    return bus.request(
            Addresses.LISTENERS_SYNC, new SyncRequest(Revision.NONE), ListenersDelta.class)
        .await()
        .atMost(Duration.ofSeconds(5));
  }
}
