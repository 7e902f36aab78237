package io.sluice.gateway.http;

import static io.sluice.contracts.model.Modifications.HeaderEdit.Operation.ADD;
import static io.sluice.contracts.model.Modifications.HeaderEdit.Operation.REMOVE;
import static io.sluice.contracts.model.Modifications.HeaderEdit.Operation.SET;
import static io.sluice.gateway.testkit.Frames.headers;
import static io.sluice.gateway.testkit.Frames.request;
import static io.sluice.gateway.testkit.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.Modifications;
import io.sluice.contracts.model.Modifications.HeaderEdit;
import io.sluice.contracts.model.Modifications.Rewrite;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Rule.PathType;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.gateway.testkit.FrameTarget;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RawHttp2Client;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What targets and clients get of requests that a rule changes. */
class ModificationsIT {
  private static final Modifications ALL =
      new Modifications(
          new Rewrite("inner.test:81", "/v2", null, null, null),
          List.of(
              new HeaderEdit(SET, "X-Team", "shop"),
              new HeaderEdit(ADD, "X-Via", "sluice"),
              new HeaderEdit(REMOVE, "X-Secret", null)),
          List.of(
              new HeaderEdit(SET, "X-Frame-Options", "DENY"),
              new HeaderEdit(REMOVE, "Server", null)),
          null);

  private static Rule changed() {
    return rule("api")
        .path(PathType.PREFIX, "/api")
        .does(TestGateway.forward())
        .changes(ALL)
        .build();
  }

  private static RecordingTarget target() throws Exception {
    return new RecordingTarget(connection -> {
      while (connection.request() != null) {
        connection.send("HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 2\r\n\r\nhi");
      }
    });
  }

  @Test
  void requestsAndAnswersOfBothVersionsAreChanged() throws Exception {
    try (RecordingTarget target = target();
        TestGateway gateway = new TestGateway().targets(target).rules(changed()).apply();
        RawClient first = gateway.client();
        RawHttp2Client second = RawHttp2Client.open(gateway.port())) {
      first.send(
          "POST /api/x?q=1 HTTP/1.1\r\nHost: outer\r\nX-Team: a\r\nx-team: b\r\nX-Via: c\r\n"
              + "X-Secret: s\r\nContent-Length: 2\r\n\r\nab");
      Answer answer = first.answer();
      String received = target.received();

      assertThat(received)
          .startsWith("POST /v2/x?q=1 HTTP/1.1\r\nHost: inner.test:81\r\n")
          .contains("X-Forwarded-Host: outer\r\n", "X-Via: c\r\n", "X-Via: sluice\r\n")
          .containsOnlyOnce("eam: shop\r\n")
          .doesNotContainIgnoringCase("x-team: a", "x-team: b", "x-secret")
          .endsWith("\r\n\r\nab");
      assertThat(answer.field("x-frame-options")).isEqualTo("DENY");
      assertThat(answer.field("server")).isNull();
      assertThat(answer.body()).isEqualTo("hi");

      second.send(headers(1, true, request("GET", "/api", "x-secret", "s")));
      RawHttp2Client.Answer translated = second.answer(1);
      assertThat(translated.field("x-frame-options")).isEqualTo("DENY");
      assertThat(translated.field("server")).isNull();
      assertThat(target.received().substring(received.length()))
          .startsWith("GET /v2 HTTP/1.1\r\n")
          .containsIgnoringCase("host: inner.test:81\r\n")
          .contains("X-Team: shop\r\n")
          .doesNotContain("x-secret");
      await().until(() -> gateway.summaries().size() == 2);
      assertThat(gateway.summaries().getFirst().requestTarget()).isEqualTo("/api/x?q=1");
    }
  }

  @Test
  void targetsOfHttp2GetTheChangedRequest() throws Exception {
    try (FrameTarget target = FrameTarget.answering("hi");
        TestGateway gateway =
            new TestGateway()
                .targetProtocol(Protocol.H2C, UpstreamHttp.HTTP_2)
                .ports(target.port())
                .rules(changed())
                .apply();
        RawClient client = gateway.client()) {
      client.send("GET /api/x HTTP/1.1\r\nHost: outer\r\n\r\n");
      assertThat(client.answer().field("x-frame-options")).isEqualTo("DENY");
      assertThat(target.frames(FrameTarget.HEADERS).getFirst().fields())
          .containsEntry(":path", "/v2/x")
          .containsEntry(":authority", "inner.test:81")
          .containsEntry("x-team", "shop");
    }
  }

  @Test
  void aRepeatedAttemptIsChangedOnce() throws Exception {
    Modifications added =
        new Modifications(null, List.of(new HeaderEdit(ADD, "X-Via", "sluice")), null, null);
    try (RecordingTarget dying =
            new RecordingTarget(connection -> {
              connection.request();
              connection.reset();
            });
        RecordingTarget target = target();
        TestGateway gateway =
            new TestGateway()
                .targets(dying, target)
                .rules(rule("r").does(TestGateway.forward()).changes(added).build())
                .apply();
        RawClient client = gateway.client()) {
      for (int i = 0; i < 2; i++) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(200);
      }
      assertThat(target.received().split("X-Via: sluice", -1)).hasSize(3);
    }
  }

  @Test
  void redirectsAndFixedResponsesGetTheFieldsToo() throws Exception {
    Modifications fields =
        new Modifications(null, null, List.of(new HeaderEdit(SET, "X-Note", "moved")), null);
    try (TestGateway gateway =
            new TestGateway()
                .rules(
                    rule("fixed").path(PathType.EXACT, "/f").changes(fields).build(),
                    rule("redirect")
                        .path(PathType.EXACT, "/r")
                        .does(new Action.Redirect(302, null, null, null, "/new", null))
                        .changes(fields)
                        .build())
                .apply();
        RawClient client = gateway.client();
        RawHttp2Client second = RawHttp2Client.open(gateway.port())) {
      client.send("GET /f HTTP/1.1\r\nHost: a\r\n\r\nGET /r HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.answer().field("x-note")).isEqualTo("moved");
      Answer redirect = client.answer();
      assertThat(redirect.field("location")).isEqualTo("http://a/new");
      assertThat(redirect.field("x-note")).isEqualTo("moved");
      second.get(1, "/f");
      assertThat(second.answer(1).field("x-note")).isEqualTo("moved");
    }
  }

  @Test
  void aPathThatWouldLeaveItsNewPrefixIsRefused() throws Exception {
    try (RecordingTarget target = target();
        TestGateway gateway = new TestGateway().targets(target).rules(changed()).apply();
        RawClient client = gateway.client()) {
      client.send("GET /api/../api/x HTTP/1.1\r\nHost: a\r\n\r\n");
      Answer answer = client.answer();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.field("sluice-reason")).isEqualTo("ambiguous_path");
      assertThat(target.requests()).isZero();
    }
  }

  @Test
  void aTargetThatGrowsTooLongIsRefused() throws Exception {
    Modifications growing =
        new Modifications(new Rewrite(null, null, "a", "$0".repeat(100), null), null, null, null);
    try (RecordingTarget target = target();
        TestGateway gateway =
            new TestGateway()
                .targets(target)
                .rules(rule("r").does(TestGateway.forward()).changes(growing).build())
                .apply();
        RawClient client = gateway.client()) {
      client.send("GET /" + "a".repeat(2_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
      Answer answer = client.answer();

      assertThat(answer.status()).isEqualTo(414);
      assertThat(answer.field("sluice-reason")).isEqualTo("uri_too_long");
    }
  }
}
