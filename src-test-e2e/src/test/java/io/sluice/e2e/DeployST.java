package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Site.Pool;
import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.Backend;
import io.sluice.e2e.traffic.Load;
import io.sluice.e2e.traffic.LoadReport;
import io.sluice.e2e.traffic.RequestFailure;
import io.sluice.e2e.traffic.StickyClients;
import io.sluice.e2e.traffic.Uploads;
import io.sluice.e2e.traffic.WebSockets;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** All targets of a group are replaced one by one while clients of every kind are at work. */
@ExtendWith(SharedSuite.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DeployST {
  private static final String HOST = "deploy.example";
  private static final int TARGETS = 5;
  private static final int DELAY_SECONDS = 5;

  /** With 20 pieces an upload takes two seconds: less than the delay. */
  private static final int PIECE_MILLIS = 100;

  /** Clients are added until each target has one; the kernel and the balancer spread them. */
  private static final int MOST_CLIENTS = 100;

  private final List<Backend> before = new ArrayList<>();
  private final List<Backend> after = new ArrayList<>();

  /** When the delay of each target that was deregistered is over. */
  private final Map<String, Instant> over = new TreeMap<>();

  @BeforeEach
  void startBackends() throws IOException {
    for (int i = 1; i <= TARGETS; i++) {
      before.add(Backend.start("before-" + i, 0));
      after.add(Backend.start("after-" + i, 0));
    }
  }

  @AfterEach
  void endBackends() throws IOException {
    for (Backend backend : before) {
      backend.close();
    }
    for (Backend backend : after) {
      backend.close();
    }
  }

  @Test
  void replacingAllTargetsLosesNothingButWhatOutlivedTheDelay(Suite suite) throws Exception {
    Site site = Site.create(suite, "deploy");
    Pool pool =
        site.pool(
            "a",
            Map.of(
                "deregistrationDelaySeconds",
                DELAY_SECONDS,
                "stickiness",
                Map.of("type", "gateway_cookie", "durationSeconds", 3_600)));
    List<String> targets = site.register(pool.groupId(), ports(before));
    targets.forEach(target -> site.awaitHealth(pool, target, "healthy"));
    site.listen(Site.forward(pool));

    try (Load load = Load.start(site.port(), HOST, "/", 100, 8);
        StickyClients sessions = new StickyClients(site.port(), HOST, 200);
        WebSockets sockets = new WebSockets(site.port(), 100);
        Uploads uploads = Uploads.start(site.port(), HOST, 2 * TARGETS, PIECE_MILLIS)) {
      addToEachTarget(sessions);
      addToEachTarget(sockets);

      for (int i = 0; i < TARGETS; i++) {
        replace(suite, site, pool, i, targets.get(i));
      }
      awaitGone(suite, pool, targets);
      for (Backend gone : before) {
        gone.close();
      }
      awaitMore(load, sessions, sockets, uploads);

      uploads.close();
      sessions.close();
      LoadReport report = load.stop();
      Measured.tell(
          "deploy: %s; %d sessions, %d answers, %d moves; %d WebSockets, %d echoes, %d ended;"
              + " %d uploads",
          report,
          sessions.count(),
          sessions.answers(),
          sessions.moves().size(),
          sockets.count(),
          sockets.echoes(),
          sockets.ends().size(),
          uploads.answered());
      assertThat(report.failures()).as(report.toString()).isEmpty();
      assertThat(report.idleCloses()).as("connections closed under a client").isZero();
      assertThat(report.byGateway()).containsOnlyKeys(Suite.GATEWAYS);
      assertKept(sessions);
      assertEndedByDelayAlone(sockets);
      assertWhole(uploads);
    }
  }

  private void replace(Suite suite, Site site, Pool pool, int number, String old) {
    String added = site.register(pool.groupId(), after.get(number).port()).getFirst();
    site.awaitHealth(pool, added, "healthy");
    Backend leaving = before.get(number);
    Site.await("an upload to " + leaving.name()).until(() -> leaving.receiving() > 0);
    String until =
        suite
            .registry()
            .post(targets(pool) + "/deregister", Map.of("ids", List.of(old)))
            .expect(200)
            .json()
            .path("items")
            .get(0)
            .path("drainUntil")
            .asText();
    over.put(leaving.name(), Instant.parse(until));
  }

  /** Waits until no gateway knows the old targets any more: now their processes may end. */
  private static void awaitGone(Suite suite, Pool pool, List<String> targets) {
    for (String target : targets) {
      Site.await(target + " gone")
          .until(() -> suite.registry().get(targets(pool) + "/" + target).status() == 404);
    }
    String group = "/virtual-server-groups/" + pool.groupId();
    suite.registry().patch(group, Map.of("description", "deployed")).expect(200);
    suite.awaitApplied(suite.registry(), group);
  }

  private void addToEachTarget(StickyClients sessions) throws RequestFailure {
    Site.await("keys of cookies").until(sessions::add);
    while (!sessions.targets().equals(names(before)) || sessions.gateways().size() < 2) {
      assertThat(sessions.count()).isLessThan(MOST_CLIENTS);
      sessions.add();
    }
  }

  private void addToEachTarget(WebSockets sockets) {
    while (!sockets.targets().equals(names(before)) || sockets.gateways().size() < 2) {
      assertThat(sockets.count()).isLessThan(MOST_CLIENTS);
      sockets.open();
    }
  }

  private void awaitMore(Load load, StickyClients sessions, WebSockets sockets, Uploads uploads) {
    Site.await("WebSockets at the new targets")
        .until(() -> names(after).containsAll(sockets.targets()));
    long answers = load.report().answers();
    long visits = sessions.answers();
    long echoes = sockets.echoes();
    long whole = uploads.answered();
    Site.await("requests of all kinds go on")
        .until(() ->
            load.report().answers() > answers + 100
                && sessions.answers() > visits + 2L * sessions.count()
                && sockets.echoes() > echoes + 2L * sockets.count()
                && uploads.answered() > whole + 5);
  }

  private void assertKept(StickyClients sessions) {
    assertThat(sessions.failures()).isEmpty();
    assertThat(sessions.gateways()).hasSize(2);
    assertThat(names(after)).containsAll(sessions.targets());
    assertThat(sessions.moves())
        .hasSizeGreaterThanOrEqualTo(sessions.count())
        .allSatisfy(move -> {
          assertThat(over).containsKey(move.from());
          assertThat(move.at()).as("delay of %s", move.from()).isAfter(over.get(move.from()));
          assertThat(move.cookie()).as("the cookie of the new target").isTrue();
        });
  }

  private void assertEndedByDelayAlone(WebSockets sockets) {
    assertThat(sockets.failures()).isEmpty();
    assertThat(sockets.ends())
        .hasSizeGreaterThanOrEqualTo(TARGETS)
        .allSatisfy(end -> {
          assertThat(over).containsKey(end.target());
          assertThat(end.at()).as("delay of %s", end.target()).isAfter(over.get(end.target()));
          assertThat(end.code()).as("going away").isEqualTo(1001);
        });
  }

  private void assertWhole(Uploads uploads) {
    assertThat(uploads.failures()).isEmpty();
    assertThat(uploads.gateways()).hasSize(2);
    long atTargets =
        before.stream().mapToLong(Backend::uploads).sum()
            + after.stream().mapToLong(Backend::uploads).sum();
    assertThat(uploads.answered()).isEqualTo(atTargets);
  }

  private static String targets(Pool pool) {
    return "/virtual-server-groups/" + pool.groupId() + "/targets";
  }

  private static int[] ports(List<Backend> backends) {
    return backends.stream().mapToInt(Backend::port).toArray();
  }

  private static Set<String> names(List<Backend> backends) {
    return backends.stream().map(Backend::name).collect(Collectors.toSet());
  }
}
