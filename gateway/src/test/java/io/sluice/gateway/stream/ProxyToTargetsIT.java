package io.sluice.gateway.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.sluice.contracts.model.ProxyProtocol;
import io.sluice.gateway.proxyprotocol.ProxyHeader;
import io.sluice.gateway.proxyprotocol.ProxyParser;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RealProxy;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TlsClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets are told of the client first, in a form that HAProxy and nginx understand. */
class ProxyToTargetsIT {
  @TempDir Path folder;

  @Test
  void version1ComesBeforeTheClientsBytes() throws Exception {
    try (RecordingTarget target = new RecordingTarget(RecordingTarget.Connection::readToEnd);
        TestGateway gateway =
            new TestGateway().streams().targetProxy(ProxyProtocol.V1).targets(target).apply();
        RawClient client = gateway.client()) {
      String header =
          "PROXY TCP4 127.0.0.1 127.0.0.1 %d %d\r\n"
              .formatted(client.socket().getLocalPort(), gateway.port());
      // Targets that speak first are told without waiting for the client.
      await().until(() -> target.received().equals(header));
      client.send("x");
      await().until(() -> target.received().equals(header + "x"));
    }
  }

  @Test
  void version2TellsOfTls() throws Exception {
    TestCertificates authority = TestCertificates.authority("test authority");
    try (RecordingTarget target = new RecordingTarget(RecordingTarget.Connection::readToEnd);
        TestGateway gateway =
            new TestGateway()
                .streams()
                .targetProxy(ProxyProtocol.V2)
                .tls(authority.server("EC", "a.test"))
                .targets(target)
                .apply();
        RawClient client = new TlsClient(authority).connect(gateway.port(), "a.test").client()) {
      client.send("x");
      await().until(() -> target.received().endsWith("x"));
      ProxyHeader header =
          ProxyParser.parse(Unpooled.wrappedBuffer(target.received().getBytes(ISO_8859_1)));
      assertThat(header.source().getPort()).isEqualTo(client.socket().getLocalPort());
      assertThat(header.destination().getPort()).isEqualTo(gateway.port());
      assertThat(header.tlvs().authority()).isEqualTo("a.test");
      assertThat(header.tlvs().ssl().version()).isEqualTo("TLSv1.3");
      assertThat(header.length()).isEqualTo(target.received().length() - 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"haproxy, V1", "haproxy, V2", "nginx, V1", "nginx, V2"})
  void realServersUnderstandIt(String program, ProxyProtocol version) throws Exception {
    assumeThat(RealProxy.installed(program)).describedAs("%s is installed", program).isTrue();
    try (RealProxy server = RealProxy.accepting(program, folder);
        TestGateway gateway =
            new TestGateway().streams().targetProxy(version).ports(server.port()).apply();
        RawClient client = RawClient.from("127.0.0.9", gateway.port())) {
      String answer =
          client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").answer().body();
      assertThat(answer).isEqualTo("127.0.0.9:" + client.socket().getLocalPort());
    }
  }
}
