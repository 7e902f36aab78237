package io.sluice.gateway.http;

import static io.sluice.gateway.testkit.Frames.data;
import static io.sluice.gateway.testkit.Frames.headers;
import static io.sluice.gateway.testkit.Frames.request;
import static io.sluice.gateway.testkit.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Modifications;
import io.sluice.contracts.model.Modifications.HeaderEdit;
import io.sluice.contracts.model.Modifications.Mirror;
import io.sluice.contracts.model.Modifications.Rewrite;
import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.Stickiness.SameSite;
import io.sluice.gateway.persistence.Keys;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawHttp2Client;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies of requests to a second service. */
class MirrorIT {
  private static TestGateway gateway(RecordingTarget target, int mirrorPort, int percent) {
    Modifications mirrored =
        new Modifications(
            new Rewrite(null, null, "^/a", "/b", null),
            List.of(new HeaderEdit(HeaderEdit.Operation.SET, "X-Team", "shop")),
            null,
            new Mirror(new UUID(2, mirrorPort), percent));
    return new TestGateway()
        .targets(target)
        .rule("mirror.test", mirrorPort)
        .rules(rule("r").does(TestGateway.forward()).changes(mirrored).build())
        .apply();
  }

  @Test
  void theCopyHasTheSameHeadAndBodyAndAMark() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("real");
        RecordingTarget mirror = RecordingTarget.answering("copy");
        TestGateway gateway = gateway(target, mirror.port(), 100);
        RawClient client = gateway.client();
        RawHttp2Client second = RawHttp2Client.open(gateway.port())) {
      client.send("POST /a?q HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
      await().until(() -> target.received().contains("ab"));
      assertThat(mirror.requests()).isZero();
      client.send("1\r\nc\r\n0\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("real");
      await().until(() -> gateway.copies().equals(List.of("answered")));

      assertThat(mirror.received())
          .startsWith("POST /b?q HTTP/1.1\r\nHost: h\r\n")
          .containsIgnoringCase("content-length: 3\r\n")
          .contains("X-Forwarded-For: 127.0.0.1\r\n", "X-Team: shop\r\n", "Sluice-Mirror: 1\r\n")
          .doesNotContainIgnoringCase("transfer-encoding")
          .endsWith("\r\n\r\nabc");
      assertThat(target.received()).doesNotContain("Sluice-Mirror");

      second.send(headers(1, false, request("POST", "/a"))).send(data(1, true, "xyz"));
      assertThat(second.answer(1).body()).isEqualTo("real");
      await().until(() -> gateway.copies().size() == 2);
      assertThat(mirror.received()).endsWith("\r\n\r\nxyz");
    }
  }

  @Test
  void aBodyAboveTheLimitIsNotCopied() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("real");
        RecordingTarget mirror = RecordingTarget.answering("copy");
        TestGateway gateway = gateway(target, mirror.port(), 100);
        RawClient client = gateway.client()) {
      String body = "x".repeat(64 * 1024 + 1);
      client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length() + "\r\n\r\n");
      client.send(body);
      assertThat(client.answer().body()).isEqualTo("real");
      client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 65536\r\n\r\n");
      client.send(body.substring(1));
      assertThat(client.answer().body()).isEqualTo("real");

      await().until(() -> gateway.copies().equals(List.of("too_large", "answered")));
      assertThat(mirror.requests()).isEqualTo(1);
    }
  }

  @Test
  void aMirrorThatFailsOrHangsIsNotSeenByClients() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("real");
        RecordingTarget mirror =
            new RecordingTarget(connection -> {
              String request = connection.request();
              if (request != null && request.contains("reset")) {
                connection.reset();
              } else {
                connection.readToEnd();
              }
            });
        TestGateway gateway = gateway(target, mirror.port(), 100);
        RawClient client = gateway.client()) {
      client.send("GET /reset HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("real");
      await().until(() -> gateway.copies().equals(List.of("failed")));
      for (int i = 0; i < 300; i++) {
        client.send("GET /hang HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(client.answer().body()).isEqualTo("real");
      }

      assertThat(mirror.requests()).isEqualTo(1 + Mirrors.MOST_AT_ONCE);
      assertThat(gateway.copies().subList(1, gateway.copies().size())).containsOnly("busy");
      assertThat(gateway.summaries()).allMatch(s -> s.status() == 200 && s.attempts() == 1);
    }
  }

  @Test
  void aMirrorThatIsNotThereCostsNothing() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("real");
        TestGateway gateway = gateway(target, 1, 100);
        RawClient client = gateway.client()) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("real");
      await().until(() -> gateway.copies().equals(List.of("failed")));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Stickiness.Type.class,
      names = {"GATEWAY_COOKIE", "APPLICATION_COOKIE"})
  void theCopyHasNoneOfTheCookiesThatTheTargetDoesNotSee(Stickiness.Type type) throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("real");
        RecordingTarget mirror = RecordingTarget.answering("copy");
        TestGateway gateway = gateway(target, mirror.port(), 100);
        RawClient client = gateway.client()) {
      String name = type == Stickiness.Type.GATEWAY_COOKIE ? "SLUICE" : "SESSION";
      String hidden = type == Stickiness.Type.GATEWAY_COOKIE ? "SLUICE" : "SLUICE-SESSION";
      gateway.sticky(new Stickiness(type, name, 60, SameSite.LAX), Keys.ring(1)).apply();
      client.send("GET / HTTP/1.1\r\nHost: h\r\nCookie: a=1; " + hidden + "=secret; b=2\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("real");
      await().until(() -> gateway.copies().equals(List.of("answered")));

      assertThat(target.received()).contains("\r\nCookie: a=1; b=2\r\n");
      assertThat(mirror.received())
          .contains("\r\nCookie: a=1; b=2\r\n")
          .doesNotContain("secret", hidden + "=");
    }
  }

  @Test
  void aShareOfTheRequestsIsCopied() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("real");
        RecordingTarget mirror = RecordingTarget.answering("copy");
        TestGateway gateway = gateway(target, mirror.port(), 30);
        RawClient client = gateway.client()) {
      for (int i = 0; i < 400; i++) {
        client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        client.answer();
      }
      assertThat(gateway.copies().size()).isBetween(70, 170);
    }
  }

  @Test
  void aRequestThatIsBrokenOffIsNotCopied() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("real");
        RecordingTarget mirror = RecordingTarget.answering("copy");
        TestGateway gateway = gateway(target, mirror.port(), 100)) {
      try (RawClient client = gateway.client()) {
        client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc");
        await().until(() -> target.received().contains("abc"));
      }
      await().until(() -> gateway.copies().equals(List.of("incomplete")));
      assertThat(mirror.requests()).isZero();
    }
  }
}
