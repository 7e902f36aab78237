package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.suite.Api;
import io.sluice.e2e.suite.Ports;
import io.sluice.e2e.suite.Reply;
import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Site.Pool;
import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.Backend;
import io.sluice.e2e.traffic.EachGateway;
import io.sluice.e2e.traffic.Exchange;
import io.sluice.e2e.traffic.HttpConnection;
import io.sluice.e2e.traffic.Load;
import io.sluice.e2e.traffic.LoadReport;
import io.sluice.e2e.traffic.RequestFailure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes under steady load: no request fails, and each change holds from the next request on. */
@ExtendWith(SharedSuite.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class LiveChangeST {
  private static final String HOST = "live.example";
  private static final int RATE = 300;
  private static final int CONNECTIONS = 16;

  private final Histogram applied = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
  private Backend a1;
  private Backend a2;
  private Backend a3;
  private Backend b1;

  @BeforeEach
  void startBackends() throws Exception {
    a1 = Backend.start("a1", 0);
    a2 = Backend.start("a2", 0);
    a3 = Backend.start("a3", 0);
    b1 = Backend.start("b1", 0);
  }

  @AfterEach
  void endBackends() throws Exception {
    for (Backend backend : List.of(a1, a2, a3, b1)) {
      backend.close();
    }
  }

  @Test
  void rulesChangedAHundredTimesLoseNoRequest(Suite suite) throws Exception {
    Site site = Site.create(suite, "rules");
    Pool a = site.pool("a", Map.of(), a1.port(), a2.port());
    Pool b = site.pool("b", Map.of(), b1.port());
    site.listen(Site.forward(a));
    String rule = site.addRule("switch", "/app", Site.forward(a));
    suite.awaitApplied(suite.listeners(), "/rules/" + rule);

    try (Load load = Load.start(site.port(), HOST, "/app/x", RATE, CONNECTIONS);
        EachGateway each = EachGateway.open(site.port(), HOST, "/app", 2)) {
      for (int change = 1;
          change <= 100 || load.elapsed().compareTo(Measured.phase()) < 0;
          change++) {
        boolean toB = change % 2 == 1;
        change(
            suite,
            suite.listeners(),
            "/rules/" + rule,
            Map.of("action", Site.forward(toB ? b : a)));
        assertNextAnswersFrom(each, "/app", toB ? Set.of("b1") : Set.of("a1", "a2"));
      }
      assertNothingFailed("100 rule changes", load.stop());
    }
    Measured.tell("rule change, REST answer to applied on both gateways", applied);
  }

  @Test
  void targetsAddedWeightedDrainedAndRemovedLoseNoRequest(Suite suite) throws Exception {
    Site site = Site.create(suite, "targets");
    Pool pool = site.pool("a", Map.of("deregistrationDelaySeconds", 2), a1.port(), a2.port());
    site.listen(Site.forward(pool));
    String targets = "/virtual-server-groups/" + pool.groupId() + "/targets";

    try (Load load = Load.start(site.port(), HOST, "/", RATE, CONNECTIONS);
        EachGateway each = EachGateway.open(site.port(), HOST, "/", 2)) {
      do {
        String added = site.register(pool.groupId(), a3.port()).getFirst();
        site.awaitHealth(pool, added, "healthy");
        awaitAnswerOf(each, "a3");

        change(suite, suite.registry(), targets + "/" + added, Map.of("weight", 0));
        for (int i = 0; i < 10; i++) {
          assertNextAnswersFrom(each, "/", Set.of("a1", "a2"));
        }
        change(suite, suite.registry(), targets + "/" + added, Map.of("weight", 200));
        awaitAnswerOf(each, "a3");

        suite.registry().post(targets + "/deregister", Map.of("ids", List.of(added))).expect(200);
        awaitDrain(suite, targets + "/" + added);
        for (int i = 0; i < 10; i++) {
          assertNextAnswersFrom(each, "/", Set.of("a1", "a2"));
        }
        Site.await("end of the drain")
            .until(() -> suite.registry().get(targets + "/" + added).status() == 404);

        String forced = site.register(pool.groupId(), a3.port()).getFirst();
        site.awaitHealth(pool, forced, "healthy");
        awaitAnswerOf(each, "a3");
        suite.registry().delete(targets + "/" + forced + "?force=true").expect(204);
        suite.registry().get(targets + "/" + forced).expect(404);
      } while (load.elapsed().compareTo(Measured.phase()) < 0);
      assertNothingFailed("target changes", load.stop());
    }
    Measured.tell("target change, REST answer to applied on both gateways", applied);
  }

  @Test
  void aDrainingTargetFinishesItsRequestsAndGetsNoNewOnes(Suite suite) throws Exception {
    Site site = Site.create(suite, "drain");
    Pool pool = site.pool("a", Map.of("deregistrationDelaySeconds", 60), a1.port());
    site.listen(Site.forward(pool));
    String targets = "/virtual-server-groups/" + pool.groupId() + "/targets";
    String first =
        suite.registry().get(targets).expect(200).json().path("items").get(0).path("id").asText();

    try (HttpConnection slow = HttpConnection.open(site.port());
        EachGateway each = EachGateway.open(site.port(), HOST, "/", 2)) {
      var answer = java.util.concurrent.CompletableFuture.supplyAsync(() -> getSlowly(slow));
      Site.await("request held by a1").until(() -> a1.holding() == 1);
      String second = site.register(pool.groupId(), a2.port()).getFirst();
      site.awaitHealth(pool, second, "healthy");
      suite.registry().post(targets + "/deregister", Map.of("ids", List.of(first))).expect(200);
      suite.awaitApplied(suite.registry(), targets + "/" + first);
      for (int i = 0; i < 10; i++) {
        assertNextAnswersFrom(each, "/", Set.of("a2"));
      }
      assertThat(a1.holding()).isEqualTo(1);
      a1.release();
      assertThat(answer.get(30, TimeUnit.SECONDS).target()).isEqualTo("a1");
    }
  }

  @Test
  void listenersAddedAndRemovedLoseNoRequestElsewhere(Suite suite) throws Exception {
    Site site = Site.create(suite, "listeners");
    Pool pool = site.pool("a", Map.of(), a1.port());
    site.listen(Site.forward(pool));

    try (Load load = Load.start(site.port(), HOST, "/", RATE, CONNECTIONS)) {
      int added = 0;
      do {
        int port = Ports.free();
        String id = site.addListener("extra-" + added++, port, Site.forward(pool));
        EachGateway.open(port, HOST, "/", 2).close();
        suite.listeners().delete("/listeners/" + id).expect(204);
        Site.await("port " + port + " closed by both gateways").until(() -> refused(port));
      } while (load.elapsed().compareTo(Measured.phase()) < 0);
      assertNothingFailed(added + " listeners added and removed", load.stop());
    }
  }

  /** A target on which nothing is in flight may be gone as soon as all gateways let it drain. */
  private static void awaitDrain(Suite suite, String target) {
    Site.await("drain")
        .until(() -> {
          Reply reply = suite.registry().get(target);
          return reply.status() == 404 || Suite.applied(reply.json());
        });
  }

  private void change(Suite suite, Api api, String path, Object patch) {
    api.patch(path, patch).expect(200);
    long answered = System.nanoTime();
    suite.awaitApplied(api, path);
    applied.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - answered));
  }

  private static void assertNextAnswersFrom(EachGateway each, String path, Set<String> targets)
      throws RequestFailure {
    Map<String, Exchange> answers = each.get(HOST, path);
    assertThat(answers)
        .hasSize(2)
        .allSatisfy((gateway, answer) -> {
          assertThat(answer.status()).as(gateway).isEqualTo(200);
          assertThat(answer.target()).as(gateway).isIn(targets);
        });
  }

  private static void awaitAnswerOf(EachGateway each, String target) {
    java.util.Set<String> reached = new java.util.TreeSet<>();
    Site.await("both gateways reach " + target)
        .until(() -> {
          each.get(HOST, "/")
              .forEach((gateway, answer) -> {
                if (target.equals(answer.target())) {
                  reached.add(gateway);
                }
              });
          return reached.size() == 2;
        });
  }

  private static Exchange getSlowly(HttpConnection connection) {
    try {
      return connection.get(HOST, "/hold/20000");
    } catch (RequestFailure e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean refused(int port) {
    try (HttpConnection connection = HttpConnection.open(port)) {
      return !connection.usable();
    } catch (RequestFailure e) {
      return true;
    }
  }

  private static void assertNothingFailed(String what, LoadReport report) {
    Measured.tell("%s: %s", what, report);
    assertThat(report.failures()).as(report.toString()).isEmpty();
    assertThat(report.idleCloses()).as("connections closed under a client").isZero();
    assertThat(report.answers()).isPositive();
    assertThat(report.byGateway()).hasSize(2);
  }
}
