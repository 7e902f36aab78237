package io.sluice.gateway.http;

import static io.sluice.gateway.http.Sessions.ask;
import static io.sluice.gateway.http.Sessions.cookie;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.Stickiness.SameSite;
import io.sluice.contracts.model.Stickiness.Type;
import io.sluice.gateway.persistence.Keys;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that keep to the target which gave them the application's own cookie. */
class ApplicationCookieIT {
  private static final Stickiness STICKY =
      new Stickiness(Type.APPLICATION_COOKIE, "JSESSIONID", 3_600, SameSite.LAX);
  private static final String COMPANION = "SLUICE-JSESSIONID";

  private RecordingTarget[] targets;
  private TestGateway gateway;
  private TestGateway other;

  @BeforeEach
  void start() throws IOException {
    targets = new RecordingTarget[] {target("0"), target("1"), target("2")};
    gateway = new TestGateway().sticky(STICKY, Keys.ring(1)).targets(targets).apply();
    other = new TestGateway().sticky(STICKY, Keys.ring(1)).targets(targets).apply();
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    other.close();
    for (RecordingTarget target : targets) {
      target.close();
    }
  }

  @Test
  void aClientKeepsToTheTargetThatLoggedItInThroughAnyGateway() throws IOException {
    Answer in = ask(gateway, "127.0.0.1", "/login", null);
    String cookies = "JSESSIONID=s" + in.body() + "; " + cookie(in, COMPANION);

    assertThat(in.field("set-cookie"))
        .matches(
            "JSESSIONID=s.; Path=/, "
                + COMPANION
                + "=[0-9A-Za-z_-]{72}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax");
    for (int i = 0; i < 6; i++) {
      Answer again = ask(i % 2 == 0 ? gateway : other, "127.0.0." + (2 + i), "/", cookies);
      assertThat(again.body()).isEqualTo(in.body());
      assertThat(again.field("set-cookie")).isNull();
    }
    assertThat(received()).contains("Cookie: JSESSIONID=s").doesNotContain("SLUICE");
  }

  @Test
  void withoutASessionClientsAreSpreadAndGetNothing() throws IOException {
    Set<String> used = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      Answer answer = ask(gateway, null);
      assertThat(answer.field("set-cookie")).isNull();
      used.add(answer.body());
    }
    assertThat(used).hasSize(3);
  }

  @Test
  void withAnotherSessionOrWithoutItTheCompanionIsGoodForNothing() throws IOException {
    String companion = cookie(ask(gateway, "127.0.0.1", "/login", null), COMPANION);
    for (String cookies :
        new String[] {companion, "JSESSIONID=other; " + companion, "JSESSIONID=; " + companion}) {
      Set<String> used = new HashSet<>();
      for (int i = 0; i < 6; i++) {
        used.add(ask(gateway, cookies).body());
      }
      assertThat(used).hasSize(3);
    }
  }

  @Test
  void whenTheApplicationEndsTheSessionTheCompanionEndsToo() throws IOException {
    Answer in = ask(gateway, "127.0.0.1", "/login", null);

    Answer out =
        ask(
            gateway,
            "127.0.0.1",
            "/logout",
            "JSESSIONID=s" + in.body() + "; " + cookie(in, COMPANION));

    assertThat(out.field("set-cookie"))
        .endsWith(", " + COMPANION + "=; Path=/; Max-Age=0; HttpOnly");
  }

  @Test
  void whenItsTargetDiesTheSessionGoesOnWithAnother() throws IOException {
    Answer in = ask(gateway, "127.0.0.1", "/login", null);
    targets[Integer.parseInt(in.body())].close();
    String session = "JSESSIONID=s" + in.body();

    Answer moved = ask(gateway, session + "; " + cookie(in, COMPANION));
    assertThat(moved.status()).isEqualTo(200);
    assertThat(moved.body()).isNotEqualTo(in.body());

    String companion = cookie(moved, COMPANION);
    for (int i = 0; i < 3; i++) {
      assertThat(ask(other, session + "; " + companion).body()).isEqualTo(moved.body());
    }
  }

  private String received() {
    return targets[0].received() + targets[1].received() + targets[2].received();
  }

  /** Answers its name; sets a session at {@code /login} and ends it at {@code /logout}. */
  private static RecordingTarget target(String name) throws IOException {
    return new RecordingTarget(connection -> {
      String request = connection.request();
      while (request != null) {
        String field = "";
        if (request.startsWith("GET /login ")) {
          field = "Set-Cookie: JSESSIONID=s" + name + "; Path=/\r\n";
        } else if (request.startsWith("GET /logout ")) {
          field = "Set-Cookie: JSESSIONID=x; Max-Age=0\r\n";
        }
        connection.send("HTTP/1.1 200 OK\r\n" + field + "Content-Length: 1\r\n\r\n" + name);
        request = connection.request();
      }
    });
  }
}
