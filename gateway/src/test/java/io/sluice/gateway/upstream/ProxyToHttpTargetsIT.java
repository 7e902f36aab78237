package io.sluice.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.ProxyProtocol;
import io.sluice.contracts.model.TargetTls;
import io.sluice.gateway.listener.Transport;
import io.sluice.gateway.table.TargetCertificates;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RealProxy;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestCertificates.Identity;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TlsSockets;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets of HTTP are told of the client once a connection, which no other client uses. */
class ProxyToHttpTargetsIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  @TempDir Path folder;

  @Test
  void eachClientHasConnectionsOfItsOwnThatBeginWithItsAddress() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            new TestGateway(Transport.best(), 1)
                .targetProxy(ProxyProtocol.V1)
                .targets(target)
                .apply();
        RawClient first = gateway.client();
        RawClient second = RawClient.from("127.0.0.7", gateway.port())) {
      for (int i = 0; i < 3; i++) {
        assertThat(first.send(GET).answer().body()).isEqualTo("ok");
        assertThat(second.send(GET).answer().body()).isEqualTo("ok");
      }
      assertThat(target.connections()).hasSize(2);
      assertThat(target.requests()).isEqualTo(6);
      assertThat(target.connections().getFirst().received())
          .startsWith(header("127.0.0.1", first, gateway) + "GET ")
          .containsOnlyOnce("PROXY");
      assertThat(target.connections().getLast().received())
          .startsWith(header("127.0.0.7", second, gateway) + "GET ")
          .containsOnlyOnce("PROXY");
    }
  }

  @Test
  void headerGoesBeforeTls() throws Exception {
    TestCertificates authority = TestCertificates.authority("targets");
    Identity identity = authority.issue("EC", "127.0.0.1");
    AtomicReference<String> seen = new AtomicReference<>();
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              seen.set(new RawClient(connection.socket()).line() + "\r\n");
              Socket secured = TlsSockets.over(connection.socket(), identity);
              RawClient request = new RawClient(secured);
              while (!request.line().isEmpty()) {
                // The request is of no matter here.
              }
              secured
                  .getOutputStream()
                  .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes());
              connection.readToEnd();
            });
        TestGateway gateway =
            new TestGateway()
                .targetProxy(ProxyProtocol.V1)
                .targetTls(
                    new TargetTls(true, authority.asModel().id(), null, null),
                    new TargetCertificates(authority.asModel(), null, true))
                .targets(target)
                .apply();
        RawClient client = gateway.client()) {
      client.send(GET);
      await().until(() -> seen.get() != null);
      assertThat(seen.get()).isEqualTo(header("127.0.0.1", client, gateway));
      assertThat(client.answer().body()).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @CsvSource({"haproxy, V1", "haproxy, V2", "nginx, V1", "nginx, V2"})
  void realServersUnderstandIt(String program, ProxyProtocol version) throws Exception {
    assumeThat(RealProxy.installed(program)).describedAs("%s is installed", program).isTrue();
    try (RealProxy server = RealProxy.accepting(program, folder);
        TestGateway gateway = new TestGateway().targetProxy(version).ports(server.port()).apply()) {
      for (String address : new String[] {"127.0.0.9", "127.0.0.10"}) {
        try (RawClient client = RawClient.from(address, gateway.port())) {
          for (int i = 0; i < 2; i++) {
            assertThat(client.send(GET).answer().body())
                .isEqualTo(address + ":" + client.socket().getLocalPort());
          }
        }
      }
    }
  }

  private static String header(String address, RawClient client, TestGateway gateway) {
    return "PROXY TCP4 %s 127.0.0.1 %d %d\r\n"
        .formatted(address, client.socket().getLocalPort(), gateway.port());
  }
}
