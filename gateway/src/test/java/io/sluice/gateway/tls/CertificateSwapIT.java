package io.sluice.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.Certificate;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TlsClient;
import io.sluice.gateway.testkit.TlsClient.Connection;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates are replaced while traffic runs. */
class CertificateSwapIT {
  private static final TestCertificates CA = TestCertificates.authority("test authority");
  private static final String GET = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
  private static final int SWAPS = 12;

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void openConnectionsGoOnAndNewOnesGetTheNewCertificate(TlsEngine engine) throws Exception {
    Certificate first = CA.server("EC", "a.test");
    Certificate second = CA.server("RSA", "a.test");
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = new TestGateway(engine).targets(target).tls(first).apply();
        Connection old = new TlsClient(CA).connect(gateway.port(), "a.test")) {
      assertThat(old.client().send(GET).answer().body()).isEqualTo("ok");
      gateway.tls(second).apply();
      gateway.apply();
      try (Connection fresh = new TlsClient(CA).connect(gateway.port(), "a.test")) {
        assertThat(fresh.keyType()).isEqualTo("RSA");
        assertThat(fresh.client().send(GET).answer().body()).isEqualTo("ok");
      }
      assertThat(old.keyType()).isEqualTo("EC");
      assertThat(old.client().send(GET).answer().body()).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @EnumSource(TlsEngine.class)
  void noRequestAndNoHandshakeFailsWhileCertificatesAreSwapped(TlsEngine engine) throws Exception {
    Certificate[] all = {
      CA.server("EC", "a.test"), CA.server("RSA", "a.test"), CA.server("EC", "a.test", "b.test")
    };
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    List<String> failures = new CopyOnWriteArrayList<>();
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = new TestGateway(engine).targets(target).tls(all[0]).apply();
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        int requests = i < 2 ? 1 : 20;
        clients.submit(() -> load(gateway, requests, stop, answered, failures));
      }
      for (int swap = 1; swap <= SWAPS; swap++) {
        int before = answered.get();
        gateway.tls(all[swap % 3], all[(swap + 1) % 3]).apply();
        await().until(() -> answered.get() > before + 20 || !failures.isEmpty());
      }
      stop.set(true);
      clients.shutdown();
      assertThat(clients.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      assertThat(failures).isEmpty();
      assertThat(gateway.handshakes()).allMatch(end -> end.startsWith("ok"));
    }
  }

  private static void load(
      TestGateway gateway,
      int requests,
      AtomicBoolean stop,
      AtomicInteger answered,
      List<String> failures) {
    while (!stop.get()) {
      TlsClient client = new TlsClient(CA);
      try (Connection connection = client.connect(gateway.port(), "a.test")) {
        for (int i = 0; i < requests; i++) {
          Answer answer = connection.client().send(GET).answer();
          if (answer.status() != 200) {
            failures.add(answer.toString());
          }
          answered.incrementAndGet();
        }
      } catch (IOException e) {
        failures.add(e.toString());
      }
    }
  }
}
