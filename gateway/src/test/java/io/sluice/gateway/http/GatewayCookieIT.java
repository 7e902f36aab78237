package io.sluice.gateway.http;

import static io.sluice.gateway.http.Sessions.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Ejection;
import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.Stickiness.SameSite;
import io.sluice.contracts.model.Stickiness.Type;
import io.sluice.contracts.model.TargetHealth;
import io.sluice.gateway.persistence.CookieEvent;
import io.sluice.gateway.persistence.KeyRing;
import io.sluice.gateway.persistence.Keys;
import io.sluice.gateway.table.Endpoint;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.ResilienceSettings;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TlsClient;
import io.sluice.gateway.testkit.TwoGateways;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cookie by which gateways keep a client to a target, over sockets. */
class GatewayCookieIT {
  private static final Stickiness HOUR =
      new Stickiness(Type.GATEWAY_COOKIE, "SLUICE", 3_600, SameSite.LAX);

  private TwoGateways both;
  private RecordingTarget[] targets;
  private TestGateway gateway;
  private TestGateway other;

  @BeforeEach
  void start() throws IOException {
    both = TwoGateways.sticky(HOUR, Keys.ring(1));
    gateway = both.one();
    other = both.other();
    targets = both.targets();
  }

  @AfterEach
  void stop() throws IOException {
    both.close();
  }

  @Test
  void aClientKeepsToItsTargetThroughAnyGatewayAndFromAnyAddress() throws IOException {
    Answer first = ask(gateway, null);
    String cookie = cookie(first);

    assertThat(first.field("set-cookie"))
        .matches("SLUICE=[0-9A-Za-z_-]{72}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax");
    assertThat(first.field("cache-control")).isEqualTo("private");
    for (int i = 0; i < 6; i++) {
      Answer again = ask(i % 2 == 0 ? gateway : other, "127.0.0." + (2 + i), "/", cookie);
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(again.field("set-cookie")).isNull();
      assertThat(again.field("cache-control")).isNull();
    }
    assertThat(gateway.cookies())
        .containsExactly(
            CookieEvent.ISSUED, CookieEvent.HONOURED, CookieEvent.HONOURED, CookieEvent.HONOURED);
  }

  @Test
  void withoutTheCookieClientsAreSpread() throws IOException {
    Set<String> used = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      used.add(ask(gateway, null).body());
    }

    assertThat(used).hasSize(3);
  }

  @Test
  void theTargetSeesAllCookiesButTheGateways() throws IOException {
    String cookie = cookie(ask(gateway, null));

    ask(gateway, "a=1; " + cookie + "; b=\u00e9\"; SLUICE=no");
    ask(gateway, cookie);

    String received = targets[0].received() + targets[1].received() + targets[2].received();
    assertThat(received)
        .contains("\r\nCookie: a=1; b=\u00e9\"\r\n")
        .doesNotContain("SLUICE")
        .containsOnlyOnce("ookie");
  }

  @Test
  void whatATargetSetsUnderTheSameNameDoesNotGetOut() throws IOException {
    try (RecordingTarget target =
        new RecordingTarget(connection -> {
          while (connection.request() != null) {
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nCache-Control: max-age=60\r\n"
                    + "Set-Cookie: a=1\r\nSet-Cookie: SLUICE=mine; Path=/\r\n\r\n");
          }
        })) {
      gateway.targets(target).apply();
      Answer answer = ask(gateway, null);

      assertThat(answer.field("set-cookie")).startsWith("a=1, SLUICE=").doesNotContain("mine");
      assertThat(answer.field("cache-control")).isEqualTo("max-age=60, private");
      assertThat(ask(gateway, cookie(answer)).field("set-cookie")).isEqualTo("a=1");
    }
  }

  @Test
  void aTargetThatDiesHandsItsClientsOver() throws IOException {
    Answer first = ask(gateway, null);
    targets[Integer.parseInt(first.body())].close();

    Answer moved = ask(gateway, cookie(first));

    assertThat(moved.status()).isEqualTo(200);
    assertThat(moved.body()).isNotEqualTo(first.body());
    assertThat(ask(other, cookie(moved)).body()).isEqualTo(moved.body());
    assertThat(gateway.cookies()).endsWith(CookieEvent.ISSUED, CookieEvent.MOVED);
  }

  @Test
  void anUnhealthyTargetHandsItsClientsOverAtOnce() throws IOException {
    Answer first = ask(gateway, null);
    gateway.eachTarget(of(first, GatewayCookieIT::unhealthy)).apply();

    Answer moved = ask(gateway, cookie(first));

    assertThat(moved.body()).isNotEqualTo(first.body());
    assertThat(cookie(moved)).isNotEqualTo(cookie(first));
  }

  @Test
  void anEjectedTargetHandsItsClientsOverAndTheirCookiesStillCount() throws IOException {
    try (RecordingTarget bad =
        new RecordingTarget(connection -> {
          while (connection.request() != null) {
            connection.send("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
          }
        })) {
      gateway
          .resilience(plain ->
              new ResilienceSettings(
                  new Ejection(2, 30, 50),
                  plain.failOpenPercent(),
                  plain.retry(),
                  plain.caps(),
                  plain.breaker()))
          .targets(bad)
          .apply();
      String cookie = cookie(ask(gateway, null));
      gateway.targets(bad, targets[0]).apply();
      await().until(() -> ask(gateway, cookie).status() == 200);

      Answer moved = ask(gateway, cookie);
      assertThat(moved.body()).isEqualTo("0");
      assertThat(ask(gateway, cookie(moved)).field("set-cookie")).isNull();
    }
  }

  @Test
  void aDrainingTargetAndOneOfWeightZeroKeepTheirClientsAndGetNoOthers() throws IOException {
    for (UnaryOperator<Endpoint> change :
        List.<UnaryOperator<Endpoint>>of(GatewayCookieIT::draining, GatewayCookieIT::weightless)) {
      gateway.targets(targets).apply();
      Answer first = ask(gateway, null);
      gateway.eachTarget(of(first, change)).apply();

      for (int i = 0; i < 4; i++) {
        assertThat(ask(gateway, cookie(first)).body()).isEqualTo(first.body());
        assertThat(ask(gateway, null).body()).isNotEqualTo(first.body());
      }
    }
  }

  @Test
  void whatIsNoCookieOfTheGatewaysIsAsNone() throws IOException {
    String cookie = cookie(ask(gateway, null));
    String forged = cookie.substring(0, 30) + (cookie.charAt(30) == 'A' ? 'B' : 'A');
    for (String bad :
        new String[] {
          "SLUICE=",
          "SLUICE=1",
          forged + cookie.substring(31),
          cookie + cookie.substring(7),
          "SLUICE=" + "A".repeat(8_000),
          "SLUICE=" + "\u00e9".repeat(72)
        }) {
      Answer answer = ask(gateway, bad);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(cookie(answer)).isNotEqualTo(bad);
    }
    assertThat(gateway.cookies())
        .contains(CookieEvent.MALFORMED, CookieEvent.FORGED)
        .doesNotContain(CookieEvent.HONOURED);
  }

  @Test
  void theFirstValidOfSeveralCounts() throws IOException {
    Answer first = ask(gateway, null);
    Answer second = ask(gateway, null);

    assertThat(ask(gateway, "SLUICE=x; " + cookie(second) + "; " + cookie(first)).body())
        .isEqualTo(second.body());
  }

  @Test
  void aRotatedKeyStillCountsAndOneThatIsGoneDoesNot() throws IOException {
    Answer first = ask(gateway, null);
    gateway.sticky(HOUR, Keys.ring(1, 2)).apply();
    assertThat(ask(gateway, cookie(first)).body()).isEqualTo(first.body());

    gateway.sticky(HOUR, Keys.ring(2)).apply();
    assertThat(ask(gateway, cookie(first)).field("set-cookie")).isNotNull();
    assertThat(gateway.cookies()).contains(CookieEvent.UNKNOWN_KEY);
  }

  @Test
  void withoutAnyKeyRequestsAreServedWithoutCookies() throws IOException {
    gateway.sticky(HOUR, KeyRing.EMPTY).apply();

    Answer answer = ask(gateway, "SLUICE=" + "A".repeat(72) + "; a=1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.field("set-cookie")).isNull();
    assertThat(targets[0].received() + targets[1].received() + targets[2].received())
        .contains("Cookie: a=1\r\n");
  }

  @Test
  void aSessionCookieHasNoAgeAndByHttpsItIsSecure() throws IOException {
    Stickiness session = new Stickiness(Type.GATEWAY_COOKIE, "route", 0, SameSite.NONE);
    gateway.sticky(session, Keys.ring(1)).apply();
    assertThat(ask(gateway, null).field("set-cookie"))
        .matches("route=[0-9A-Za-z_-]{72}; Path=/; HttpOnly");

    TestCertificates authority = TestCertificates.authority("ca");
    try (TestGateway https =
            new TestGateway()
                .sticky(session, Keys.ring(1))
                .targets(targets)
                .tls(authority.server("EC", "a.test"))
                .apply();
        TlsClient.Connection client = new TlsClient(authority).connect(https.port(), "a.test")) {
      assertThat(
              client
                  .client()
                  .send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n")
                  .answer()
                  .field("set-cookie"))
          .matches("route=[0-9A-Za-z_-]{72}; Path=/; HttpOnly; Secure; SameSite=None");
    }
  }

  private UnaryOperator<Endpoint> of(Answer answer, UnaryOperator<Endpoint> change) {
    int port = targets[Integer.parseInt(answer.body())].port();
    return endpoint -> endpoint.port() == port ? change.apply(endpoint) : endpoint;
  }

  private static Endpoint unhealthy(Endpoint e) {
    return new Endpoint(
        e.targetId(),
        e.host(),
        e.port(),
        e.weight(),
        e.zone(),
        e.draining(),
        TargetHealth.State.UNHEALTHY,
        false,
        true);
  }

  private static Endpoint draining(Endpoint e) {
    return new Endpoint(
        e.targetId(), e.host(), e.port(), e.weight(), e.zone(), true, e.health(), false, true);
  }

  private static Endpoint weightless(Endpoint e) {
    return new Endpoint(
        e.targetId(), e.host(), e.port(), 0, e.zone(), false, e.health(), false, true);
  }

  private static String cookie(Answer answer) {
    return Sessions.cookie(answer, "SLUICE");
  }
}
