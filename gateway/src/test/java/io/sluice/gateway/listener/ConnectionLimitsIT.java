package io.sluice.gateway.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.ListenerLimits;
import io.sluice.gateway.limits.Rejection;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits of connections: who is let in, and that those who are not leave nothing behind. */
class ConnectionLimitsIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private final List<RawClient> clients = new ArrayList<>();
  private RecordingTarget target;
  private TestGateway gateway;

  @BeforeEach
  void start() throws Exception {
    target = RecordingTarget.answering("ok");
  }

  @AfterEach
  void stop() throws Exception {
    for (RawClient client : clients) {
      client.close();
    }
    gateway.close();
    target.close();
  }

  @Test
  void connectionsAboveTheListenersLimitAreResetAndOthersServed() throws Exception {
    gateway = new TestGateway().limits(limits(3, null, null)).targets(target).apply();
    served(3);
    assertThat(rejected()).isTrue();
    assertThat(clients).allSatisfy(client -> assertThat(status(client)).isEqualTo(200));
    assertThat(gateway.rejections()).isEqualTo(Map.of(Rejection.LISTENER_CONNECTIONS, 1));
  }

  @Test
  void connectionThatEndsMakesRoom() throws Exception {
    gateway = new TestGateway().limits(limits(2, null, null)).targets(target).apply();
    served(2);
    assertThat(rejected()).isTrue();
    clients.removeFirst().close();
    await().until(() -> !rejected());
  }

  @Test
  void connectionsOfOneSourceAreLimitedOverAllEventLoopsAndOthersAreNot() throws Exception {
    gateway = new TestGateway().limits(limits(null, 4, null)).targets(target).apply();
    served(4);
    for (int i = 0; i < 8; i++) {
      assertThat(rejected()).isTrue();
    }
    assertThat(status(client("127.0.0.2"))).isEqualTo(200);
    assertThat(gateway.rejections()).isEqualTo(Map.of(Rejection.SOURCE_CONNECTIONS, 8));
  }

  @Test
  void newConnectionsAreLimitedByTheSecond() throws Exception {
    gateway = new TestGateway().limits(limits(null, null, 5)).targets(target).apply();
    served(5);
    assertThat(rejected()).isTrue();
    assertThat(gateway.rejections()).containsOnlyKeys(Rejection.CONNECTION_RATE);
    await().until(() -> !rejected());
  }

  @Test
  void gatewaysLimitHoldsWithoutAnyOfTheListeners() throws Exception {
    gateway = TestGateway.taking(3).targets(target).apply();
    served(3);
    assertThat(rejected()).isTrue();
    assertThat(gateway.rejections()).isEqualTo(Map.of(Rejection.GATEWAY_CONNECTIONS, 1));
    assertThat(gateway.plane().connections()).isEqualTo(3);
  }

  @Test
  void limitThatIsChangedHoldsForTheNextConnection() throws Exception {
    gateway = new TestGateway().targets(target).apply();
    served(2);
    gateway.limits(limits(2, null, null)).apply();
    assertThat(rejected()).isTrue();
    assertThat(clients).allSatisfy(client -> assertThat(status(client)).isEqualTo(200));
    gateway.limits(limits(3, null, null)).apply();
    served(1);
  }

  @Test
  void thousandsOfRejectedConnectionsLeaveNothingBehind() throws Exception {
    gateway = new TestGateway().limits(limits(1, 1, null)).targets(target).apply();
    served(1);
    for (int i = 0; i < 2_000; i++) {
      assertThat(rejected()).isTrue();
    }
    clients.removeFirst().close();
    await().until(() -> gateway.plane().connections() == 0);
    served(1);
  }

  private static ListenerLimits limits(Integer connections, Integer perSource, Integer newOnes) {
    return new ListenerLimits(100, 8192, 128, 0, connections, perSource, null, newOnes);
  }

  private void served(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      assertThat(status(client(null))).isEqualTo(200);
    }
  }

  private RawClient client(String source) throws IOException {
    RawClient client = source == null ? gateway.client() : RawClient.from(source, gateway.port());
    clients.add(client);
    return client;
  }

  private static int status(RawClient client) throws IOException {
    return client.send(GET).answer().status();
  }

  /** Whether a further connection is reset without an answer. */
  private boolean rejected() throws IOException {
    try (RawClient client = gateway.client()) {
      client.send(GET).answer();
      return false;
    } catch (SocketTimeoutException hangs) {
      throw hangs;
    } catch (IOException reset) {
      return true;
    }
  }
}
