package io.sluice.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.contracts.model.ListenerTls.ClientAuth;
import io.sluice.gateway.table.ListenerCertificates;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TlsClient;
import io.sluice.gateway.testkit.TlsClient.Connection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Handshakes that take too long, or are too many. */
class HandshakeLimitsIT {
  private static final TestCertificates CA = TestCertificates.authority("test authority");
  private static final Certificate CERTIFICATE = CA.server("EC", "a.test");
  private static final String GET = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";

  @Test
  void slowHandshakesAreClosedInTimeWhereverTheyStop() throws Exception {
    byte[] hello = Hellos.tls13("a.test");
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = gateway(target, 1, 1000);
        RawClient silent = gateway.client();
        RawClient half = gateway.client();
        RawClient stalled = gateway.client()) {
      half.send(Arrays.copyOf(hello, hello.length / 2));
      stalled.send(hello);
      assertThat(stalled.in().read()).isEqualTo(22);
      stalled.rest();
      assertThat(silent.ended()).isTrue();
      assertThat(half.ended()).isTrue();
      await().until(() -> gateway.handshakes().size() == 3);
      assertThat(gateway.handshakes()).containsOnly("TIMEOUT");
    }
  }

  @Test
  void aboveTheLimitNewHandshakesAreRefusedAndOpenConnectionsServed() throws Exception {
    int limit = 5;
    byte[] hello = Hellos.tls13("a.test");
    List<RawClient> flood = new ArrayList<>();
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = gateway(target, 30, limit);
        Connection open = new TlsClient(CA).connect(gateway.port(), "a.test")) {
      for (int i = 0; i < 50; i++) {
        flood.add(gateway.client());
      }
      // Those that have sent nothing take no place.
      assertThat(served(gateway)).isEqualTo("ok");
      for (RawClient client : flood) {
        client.send(hello);
      }
      await().until(() -> Collections.frequency(gateway.handshakes(), "TOO_MANY") == 50 - limit);
      assertThat(open.client().send(GET).answer().body()).isEqualTo("ok");
      // The places of those that stall go to newcomers, a second later.
      await()
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> served(gateway).equals("ok"));
    } finally {
      for (RawClient client : flood) {
        client.close();
      }
    }
  }

  @Test
  void removedListenerEndsHandshakes() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = gateway(target, 30, 1000);
        RawClient silent = gateway.client()) {
      assertThat(served(gateway)).isEqualTo("ok");
      gateway.removeListener();
      assertThat(silent.ended()).isTrue();
      assertThat(gateway.handshakes()).containsExactly("ok TLSv1.3", "GATEWAY_CLOSED");
    }
  }

  private static TestGateway gateway(RecordingTarget target, int timeout, int atOnce) {
    ListenerTls tls =
        new ListenerTls(
            List.of(CERTIFICATE.id()), "intermediate", null, ClientAuth.OFF, null, timeout, atOnce);
    return new TestGateway()
        .targets(target)
        .tls(tls, new ListenerCertificates(List.of(CERTIFICATE), null, null))
        .apply();
  }

  private static String served(TestGateway gateway) throws IOException {
    try (Connection connection = new TlsClient(CA).connect(gateway.port(), "a.test")) {
      return connection.client().send(GET).answer().body();
    }
  }
}
