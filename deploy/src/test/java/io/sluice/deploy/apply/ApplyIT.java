package io.sluice.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.deploy.UserError;
import io.sluice.deploy.rest.Rest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ApplyIT {
  private static final String SITE =
      """
      virtualServerGroups:
        - name: g
          targets: [{ address: 10.0.0.1, port: 80 }, { address: 10.0.0.2, weight: 5 }]
      backendServices:
        - { name: a, port: 80, virtualServerGroup: g }
        - { name: b, port: 81, virtualServerGroup: g, healthCheck: { path: /up } }
      loadBalancers:
        - name: l
          ruleGroups:
            - name: r
              rules:
                - name: one
                  priority: 1
                  host: A.example
                  action: { type: forward, backendServices: [{ backendService: a }] }
                - name: two
                  priority: 2
                  path: { type: prefix, value: /two }
                  action: { type: redirect, status: 301, path: / }
          listeners:
            - name: http
              protocol: HTTP
              port: 8080
              ruleGroup: r
              defaultAction: { type: forward, backendServices: [{ backendService: b }] }
      """;

  private FakeApi api;
  private StringWriter printed;

  @BeforeEach
  void start() throws IOException {
    api = new FakeApi();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private int apply(String text) {
    return apply(text, false);
  }

  private int apply(String text, boolean dryRun) {
    printed = new StringWriter();
    Rest rest = new Rest(api.url(), FakeApi.TOKEN);
    return new Applying(rest, rest, new PrintWriter(printed))
        .apply(List.of(new Applying.Source("site.yaml", text)), Map.of(), dryRun);
  }

  @Test
  void anEmptySuiteGetsAllAndASecondRunChangesNothing() {
    int changes = apply(SITE);

    assertThat(changes).isEqualTo(10);
    assertThat(api.named("/rules", "one").path("action").toString())
        .contains(api.named("/backend-services", "a").path("id").asText());
    assertThat(api.named("/listeners", "http").path("ruleGroupId"))
        .isEqualTo(api.named("/rule-groups", "r").path("id"));
    assertThat(printed.toString()).contains("In use on gateway-1");
    assertThat(apply(SITE)).isZero();
    assertThat(printed.toString()).contains("Nothing to change.");
  }

  @Test
  void aDryRunShowsThePlanAndWritesNothing() {
    apply(SITE, true);

    assertThat(api.writes()).isEmpty();
    assertThat(printed.toString())
        .contains("+   rule l/r/one", "+   target g/10.0.0.1:80", "Plan: 10 to create");
  }

  @Test
  void aChangedFieldIsShownAndOnlyItsObjectIsWritten() {
    apply(SITE);
    api.forgetWrites();

    apply(SITE.replace("/up", "/health").replace("weight: 5", "weight: 6"));

    assertThat(printed.toString())
        .contains("~   backend service b", "healthCheck.path: /up → /health", "weight: 5 → 6");
    assertThat(api.writes())
        .containsExactly("PATCH /virtual-server-groups/targets", "PUT /backend-services b");
  }

  @Test
  void aFieldThatIsTakenOutGoesBackToItsDefault() {
    apply(SITE);

    apply(SITE.replace(", healthCheck: { path: /up }", ""));

    assertThat(printed.toString()).contains("healthCheck.path: /up → /");
  }

  @Test
  void whatTheFileNoLongerHasIsDeletedAfterWhatRefersToIt() {
    apply(SITE);
    api.forgetWrites();

    apply("virtualServerGroups: []\nbackendServices: []\nloadBalancers: []\n");

    assertThat(api.all("/load-balancers")).isEmpty();
    assertThat(api.all("/virtual-server-groups")).isEmpty();
    assertThat(api.writes())
        .containsExactly(
            "DELETE /listeners http",
            "DELETE /rules two",
            "DELETE /rules one",
            "DELETE /rule-groups r",
            "DELETE /load-balancers l",
            "DELETE /backend-services b",
            "DELETE /backend-services a",
            "POST /virtual-server-groups/targets",
            "DELETE /virtual-server-groups g");
  }

  @Test
  void aSectionThatIsAbsentIsLeftAlone() {
    apply(SITE);
    api.forgetWrites();

    assertThat(apply("backendServices:\n" + section("backendServices"))).isZero();
    assertThat(apply("virtualServerGroups: [{ name: g }]")).isZero();
    assertThat(api.writes()).isEmpty();
  }

  private static String section(String name) {
    int from = SITE.indexOf(name + ":\n") + name.length() + 2;
    return SITE.substring(from)
        .lines()
        .takeWhile(line -> line.startsWith(" "))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void aTargetThatIsTakenOutDrainsAndComesBackWhenItIsWantedAgain() {
    apply(SITE);

    apply(SITE.replace(", { address: 10.0.0.2, weight: 5 }", ""));
    assertThat(api.targets()).filteredOn(target -> target.has("drainUntil")).hasSize(1);
    assertThat(apply(SITE.replace(", { address: 10.0.0.2, weight: 5 }", ""))).isZero();

    apply(SITE);
    assertThat(api.targets()).filteredOn(target -> target.has("drainUntil")).isEmpty();
  }

  @Test
  void rulesSwapTheirPriorities() {
    apply(SITE);

    apply(
        SITE.replace("priority: 1", "priority: 9")
            .replace("priority: 2", "priority: 1")
            .replace("priority: 9", "priority: 2"));

    assertThat(api.named("/rules", "one").path("priority").asInt()).isEqualTo(2);
    assertThat(api.named("/rules", "two").path("priority").asInt()).isEqualTo(1);
  }

  @Test
  void aListenerIsReplacedWhenItsPortChanges() {
    apply(SITE);
    api.forgetWrites();

    apply(SITE.replace("port: 8080", "port: 8081"));

    assertThat(printed.toString()).contains("-/+ listener l/http", "port: 8080 → 8081");
    assertThat(api.writes()).containsExactly("DELETE /listeners http", "POST /listeners");
  }

  @Test
  void aRefusalNamesTheLineOfTheField() {
    assertThatThrownBy(() -> apply(SITE.replace("port: 81,", "port: 99999,")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("site.yaml:6:5: backend service b was refused")
        .hasMessageContaining("site.yaml:6:22: port is 99999; allowed: 1-65535");
  }

  @Test
  void aNameThatNobodyHasIsFoundBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> apply(SITE.replace("backendService: b", "backendService: nobody")))
        .hasMessageContaining("site.yaml:25:77")
        .hasMessageContaining("there is no backend service nobody");
    assertThat(api.writes()).isEmpty();
  }

  @Test
  void aLoadBalancerThatIsProtectedFromDeletionStaysWhole() {
    apply(SITE.replace("- name: l\n", "- name: l\n    deletionProtection: true\n"));
    api.forgetWrites();

    assertThatThrownBy(() -> apply("loadBalancers: []"))
        .hasMessageContaining("load balancer l")
        .hasMessageContaining("protected from deletion");
    assertThat(api.writes()).isEmpty();
  }

  @Test
  void aServiceThatIsAwayForAMomentIsWaitedFor() {
    api.beUnavailableFor(2);

    assertThat(apply(SITE)).isEqualTo(10);
  }

  @Test
  void manyTargetsAreRegisteredInBatches() {
    String targets =
        IntStream.range(0, 2500)
            .mapToObj(i -> "  - { address: 10.1.%d.%d }".formatted(i / 250, i % 250))
            .collect(Collectors.joining("\n"));

    apply("virtualServerGroups:\n- name: g\n  targets:\n" + targets);

    assertThat(api.targets()).hasSize(2500);
    assertThat(api.writes())
        .filteredOn(write -> write.equals("POST /virtual-server-groups/targets"))
        .hasSize(3);
    assertThat(printed.toString()).contains("and 2460 more");
  }

  @Test
  void theExampleOfTheProjectIsInOrder() throws IOException {
    Path example = Path.of("local/example.yaml");

    apply(Files.readString(example));

    ObjectNode listener = api.named("/listeners", "http");
    assertThat(listener.path("port").asInt()).isEqualTo(8080);
  }
}
