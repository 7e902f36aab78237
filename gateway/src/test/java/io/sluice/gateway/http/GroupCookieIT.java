package io.sluice.gateway.http;

import static io.sluice.gateway.http.Sessions.ask;
import static io.sluice.gateway.http.Sessions.cookie;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Stickiness;
import io.sluice.gateway.persistence.CookieEvent;
import io.sluice.gateway.persistence.Keys;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that keep to the backend service which a weighted forward chose. */
class GroupCookieIT {
  private static final String NAME = "SLUICE_GROUP";

  private RecordingTarget a;
  private RecordingTarget b;
  private TestGateway gateway;

  @BeforeEach
  void start() throws IOException {
    a = RecordingTarget.answering("a");
    b = RecordingTarget.answering("b");
    gateway =
        new TestGateway()
            .sticky(Stickiness.OFF, Keys.ring(1))
            .rule("a.test", a.port())
            .rule("b.test", b.port())
            .decides(forward(1, 1, 60))
            .apply();
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    a.close();
    b.close();
  }

  @Test
  void eachClientKeepsToItsServiceAndClientsAreSpread() throws IOException {
    Map<String, String> cookies = bothCookies();

    assertThat(cookies.get("a")).matches(NAME + "=[0-9A-Za-z_-]{72}");
    cookies.forEach((body, cookie) -> {
      for (int i = 0; i < 6; i++) {
        Answer again = answer("x=1; " + cookie);
        assertThat(again.body()).isEqualTo(body);
        assertThat(again.field("set-cookie")).isNull();
      }
    });
    assertThat(a.received() + b.received()).contains("Cookie: x=1\r\n").doesNotContain(NAME);
  }

  @Test
  void otherWeightsMoveNobodyButThoseOfAServiceWithoutWeight() throws IOException {
    Map<String, String> cookies = bothCookies();
    gateway.decides(forward(1, 99, 60)).apply();
    assertThat(answer(cookies.get("a")).body()).isEqualTo("a");

    gateway.decides(forward(0, 1, 60)).apply();
    Answer moved = answer(cookies.get("a"));

    assertThat(moved.body()).isEqualTo("b");
    assertThat(cookie(moved, NAME)).isNotNull();
    assertThat(gateway.cookies()).endsWith(CookieEvent.MOVED);
  }

  @Test
  void withoutStickinessThereIsNoCookie() throws IOException {
    gateway.decides(forward(1, 1, 0)).apply();

    assertThat(answer(null).field("set-cookie")).isNull();
  }

  @Test
  void aForgedCookieIsAsNone() throws IOException {
    Answer answer = answer(NAME + "=" + "A".repeat(72));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(cookie(answer, NAME)).isNotNull();
  }

  private Map<String, String> bothCookies() {
    Map<String, String> cookies = new HashMap<>();
    for (int i = 0; i < 200 && cookies.size() < 2; i++) {
      Answer answer = answer(null);
      cookies.put(answer.body(), cookie(answer, NAME));
    }
    assertThat(cookies).containsOnlyKeys("a", "b");
    return cookies;
  }

  private Answer answer(String cookies) {
    try {
      return ask(gateway, cookies);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Decision forward(int weightA, int weightB, int stickySeconds) {
    List<Decision.Share> shares =
        List.of(new Decision.Share(id(a), weightA), new Decision.Share(id(b), weightB));
    return new Decision.Forward(
        shares.stream().filter(share -> share.weight() > 0).toList(), stickySeconds);
  }

  private static UUID id(RecordingTarget target) {
    return new UUID(2, target.port());
  }
}
