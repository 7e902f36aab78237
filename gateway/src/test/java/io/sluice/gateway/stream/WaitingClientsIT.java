package io.sluice.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.TargetCaps;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TlsSockets;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that leave before there is a target for them give up their place at once. */
class WaitingClientsIT {
  /** One connection for a target, and one that waits, for longer than any test. */
  private static final TargetCaps CAPS = new TargetCaps(null, 1, 1, 60_000);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void placeOfOneThatLeavesIsFreeForTheNext(boolean reset) throws Exception {
    try (RecordingTarget target = greeting();
        TestGateway gateway = capped().targets(target).apply();
        RawClient first = gateway.client()) {
      assertThat(first.in().readNBytes(2)).isEqualTo("hi".getBytes());
      RawClient leaving = gateway.client();
      // More than is read ahead, so that reading has stopped.
      leaving.send(new byte[100_000]);
      await().until(() -> gateway.waiting() == 1);
      if (reset) {
        leaving.socket().setSoLinger(true, 0);
      }
      leaving.close();
      await().until(() -> gateway.waiting() == 0);
      assertThat(gateway.summaries()).hasSize(1);
      assertThat(gateway.summaries().getFirst().reason()).isEqualTo(Reason.CLIENT_CLOSED);
      assertThat(gateway.plane().connections()).isEqualTo(1);

      try (RawClient next = gateway.client()) {
        await().until(() -> gateway.waiting() == 1);
        first.close();
        assertThat(next.in().readNBytes(2)).isEqualTo("hi".getBytes());
      }
    }
  }

  @Test
  void whatWasSaidWhileWaitingReachesTheTarget() throws Exception {
    byte[] data = new byte[300_000];
    try (RecordingTarget target = greeting();
        TestGateway gateway = capped().targets(target).apply();
        RawClient first = gateway.client()) {
      assertThat(first.in().readNBytes(2)).isEqualTo("hi".getBytes());
      try (RawClient next = gateway.client()) {
        await().until(() -> gateway.waiting() == 1);
        next.send(data);
        first.close();
        await().until(() -> target.received().length() == data.length);
      }
    }
  }

  @Test
  void clientThatLeavesWhileItsTargetIsConnectedEndsTheAttempt() throws Exception {
    try (ServerSocket silent = TlsSockets.silent();
        TestGateway gateway =
            new TestGateway()
                .streams()
                .targetProtocol(Protocol.TLS, UpstreamHttp.HTTP_1_1)
                .ports(silent.getLocalPort())
                .apply();
        RawClient client = gateway.client()) {
      try (var attempt = silent.accept()) {
        client.socket().setSoLinger(true, 0);
        client.close();
        // A ClientHello may have come.
        attempt.setSoTimeout(10_000);
        assertThat(attempt.getInputStream().readAllBytes()).isNotNull();
      }
      await().until(() -> gateway.summaries().size() == 1);
      assertThat(gateway.summaries().getFirst().reason()).isEqualTo(Reason.CLIENT_CLOSED);
    }
  }

  private static RecordingTarget greeting() throws IOException {
    return new RecordingTarget(connection -> {
      connection.send("hi");
      connection.readToEnd();
    });
  }

  private static TestGateway capped() {
    return new TestGateway().resilience(settings -> settings.with(CAPS)).streams();
  }
}
