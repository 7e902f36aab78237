package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.suite.Processes;
import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Site.Pool;
import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.Backend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client keeps to its target by a cookie, whatever becomes of gateways. */
@ExtendWith(SharedSuite.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StickinessST {
  private static final String RESTARTED = "gateway-2";

  private int connections;

  /** One answer: who gave it, through which gateway, and the cookie that it sets or null. */
  private record Visit(int status, String target, String gateway, String cookie) {}

  @Test
  void aClientKeepsItsTargetThroughGatewaysAndRestartsUntilTheTargetDies(Suite suite)
      throws Exception {
    try (Backend a = Backend.start("a", 0);
        Backend b = Backend.start("b", 0);
        Backend c = Backend.start("c", 0)) {
      Site site = Site.create(suite, "sticky");
      Pool pool =
          site.pool(
              "a",
              Map.of("stickiness", Map.of("type", "gateway_cookie", "durationSeconds", 3_600)));
      for (String target : site.register(pool.groupId(), a.port(), b.port(), c.port())) {
        site.awaitHealth(pool, target, "healthy");
      }
      site.listen(Site.forward(pool));

      Visit first =
          Site.await("keys of cookies").until(() -> visit(site, null), v -> v.cookie() != null);
      assertThat(first.cookie()).startsWith("SLUICE=").doesNotContain("127.0.0.1");
      for (String gateway : Suite.GATEWAYS) {
        assertStays(throughGateway(site, gateway, first.cookie()), first);
      }

      long pid = suite.pid(RESTARTED);
      Processes.kill(pid);
      Site.await(RESTARTED + " is back")
          .atMost(Duration.ofMinutes(1))
          .until(() -> suite.pid(RESTARTED) != pid);
      assertStays(throughGateway(site, RESTARTED, first.cookie()), first);
      suite.awaitApplied(suite.listeners(), "/listeners/" + site.listenerId());

      List.of(a, b, c).stream()
          .filter(backend -> backend.name().equals(first.target()))
          .findFirst()
          .orElseThrow()
          .close();
      Visit moved = visit(site, first.cookie());
      assertThat(moved.status()).isEqualTo(200);
      assertThat(moved.target()).isNotEqualTo(first.target());
      assertThat(moved.cookie()).isNotNull().isNotEqualTo(first.cookie());
      for (String gateway : Suite.GATEWAYS) {
        assertStays(throughGateway(site, gateway, moved.cookie()), moved);
      }
    }
  }

  private static void assertStays(Visit visit, Visit before) {
    assertThat(visit.status()).isEqualTo(200);
    assertThat(visit.target()).isEqualTo(before.target());
    assertThat(visit.cookie()).isNull();
  }

  /** The kernel chooses the gateway of each new connection. */
  private Visit throughGateway(Site site, String gateway, String cookie) {
    return Site.await("an answer through " + gateway)
        .ignoreExceptions()
        .until(() -> visit(site, cookie), visit -> gateway.equals(visit.gateway()));
  }

  /** Asks on a new connection, from another address each time. */
  private Visit visit(Site site, String cookie) throws IOException, InterruptedException {
    String source = "127.0.0." + (2 + connections++ % 200);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port() + "/"))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(10));
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    try (HttpClient client =
        HttpClient.newBuilder().localAddress(InetAddress.getByName(source)).build()) {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      String via = answer.headers().firstValue(Backend.SEEN_VIA_FIELD).orElse("");
      return new Visit(
          answer.statusCode(),
          answer.headers().firstValue(Backend.NAME_FIELD).orElse(null),
          via.substring(via.lastIndexOf(' ') + 1),
          answer.headers().firstValue("Set-Cookie").map(set -> set.split(";")[0]).orElse(null));
    }
  }
}
