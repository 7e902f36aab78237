package io.sluice.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufUtil;
import io.sluice.contracts.model.ListenerLimits;
import io.sluice.contracts.model.ProxyProtocol;
import io.sluice.gateway.limits.Rejection;
import io.sluice.gateway.proxyprotocol.ProxyEncoder;
import io.sluice.gateway.proxyprotocol.ProxyTlvs;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RealProxy;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PROXY protocol from what stands in front of a listener. */
class ProxyInFrontIT {
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String V1 = "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n";
  private static final String V2 =
      new String(
          ByteBufUtil.getBytes(
              ProxyEncoder.binary(
                  new InetSocketAddress("192.0.2.7", 56_324),
                  new InetSocketAddress("198.51.100.1", 443),
                  new ProxyTlvs(null, "a.test", null, null, null, true))),
          ISO_8859_1);
  private static final String V6 = "PROXY TCP6 2001:db8::7 2001:db8::1 56324 443\r\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void clientIsTheOneNamedHoweverTheHeaderIsCut(int version) throws Exception {
    byte[] all = ((version == 1 ? V1 : V2) + REQUEST).getBytes(ISO_8859_1);
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            new TestGateway().proxied(true, "127.0.0.0/8").targets(target).apply()) {
      int cuts = all.length - REQUEST.length();
      for (int cut = 1; cut <= cuts; cut++) {
        try (RawClient client = gateway.client()) {
          client.send(Arrays.copyOf(all, cut)).send(Arrays.copyOfRange(all, cut, all.length));
          assertThat(client.answer().body()).isEqualTo("ok");
        }
      }
      await().until(() -> gateway.summaries().size() == cuts);
      assertThat(gateway.summaries()).allMatch(s -> s.clientAddress().equals("192.0.2.7:56324"));
      assertThat(target.received().toLowerCase().split("x-forwarded-for: 192.0.2.7\r\n"))
          .hasSize(cuts + 1);
    }
  }

  @Test
  void requestsAfterTheFirstHaveTheSameClient() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            new TestGateway().proxied(true, "10.0.0.0/8", "127.0.0.0/8").targets(target).apply();
        RawClient client = gateway.client()) {
      client.send(V6 + REQUEST);
      assertThat(client.answer().body()).isEqualTo("ok");
      assertThat(client.send(REQUEST).answer().body()).isEqualTo("ok");
      assertThat(target.received()).contains("2001:db8:0:0:0:0:0:7");
    }
  }

  @Test
  void otherSourcesAreNotUnderstood() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            new TestGateway().proxied(true, "127.0.0.2/32").targets(target).apply();
        RawClient stranger = gateway.client();
        RawClient honest = gateway.client();
        RawClient proxy = RawClient.from("127.0.0.2", gateway.port())) {
      assertThat(stranger.send(V1 + REQUEST).answer().status()).isEqualTo(400);
      assertThat(honest.send(REQUEST).answer().body()).isEqualTo("ok");
      assertThat(proxy.send(V1 + REQUEST).answer().body()).isEqualTo("ok");
      assertThat(gateway.proxyRefusals()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1\r\nHost: a\r\n\r\n', true, NO_HEADER",
    "'PROXY TCP4 192.0.2.7 198.51.100.1 56324\r\n', true, BAD_LINE",
    "'PROXY TCP4 192.0.2.7 198.51.100.1 56324\r\n', false, BAD_LINE"
  })
  void malformedHeaderIsResetAndCounted(String bytes, boolean required, String reason)
      throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            new TestGateway().proxied(required, "127.0.0.1/32").targets(target).apply();
        RawClient client = gateway.client()) {
      client.send(bytes);
      assertThatThrownBy(() -> client.in().read()).isInstanceOf(IOException.class);
      assertThat(gateway.proxyRefusals()).containsExactly(reason);
      assertThat(target.connections()).isEmpty();
    }
  }

  @Test
  void headerMayBeOptionalAndMayNameNobody() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            new TestGateway().proxied(false, "127.0.0.1/32").targets(target).apply()) {
      String local = new String(ByteBufUtil.getBytes(ProxyEncoder.local()), ISO_8859_1);
      for (String header : new String[] {"", "PROXY UNKNOWN\r\n", local}) {
        try (RawClient client = gateway.client()) {
          assertThat(client.send(header + REQUEST).answer().body()).isEqualTo("ok");
        }
      }
      await().until(() -> gateway.summaries().size() == 3);
      assertThat(gateway.summaries()).allMatch(s -> s.clientAddress().startsWith("127.0.0.1:"));
    }
  }

  @Test
  void limitBySourceIsThatOfTheClientNamed() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            new TestGateway()
                .proxied(true, "127.0.0.1/32")
                .limits(new ListenerLimits(100, 8192, 0, 0, null, 1, null, null))
                .targets(target)
                .apply();
        RawClient first = gateway.client();
        RawClient second = gateway.client();
        RawClient other = gateway.client()) {
      assertThat(first.send(V1 + REQUEST).answer().status()).isEqualTo(200);
      second.send(V1 + REQUEST);
      assertThatThrownBy(() -> second.in().read()).isInstanceOf(IOException.class);
      assertThat(other.send(V6 + REQUEST).answer().status()).isEqualTo(200);
      assertThat(gateway.rejections()).containsEntry(Rejection.SOURCE_CONNECTIONS, 1);
    }
  }

  @Test
  void tcpListenerPassesTheClientOn() throws Exception {
    try (RecordingTarget target = new RecordingTarget(RecordingTarget.Connection::readToEnd);
        TestGateway gateway =
            new TestGateway()
                .streams()
                .proxied(true, "127.0.0.1/32")
                .targetProxy(ProxyProtocol.V1)
                .targets(target)
                .apply();
        RawClient client = gateway.client()) {
      client.send((V2 + "bytes").getBytes(ISO_8859_1));
      await().until(() -> target.received().endsWith("bytes"));
      assertThat(target.received().getBytes(US_ASCII)).isEqualTo((V1 + "bytes").getBytes(US_ASCII));
    }
  }

  @ParameterizedTest
  @CsvSource({"haproxy, 1", "haproxy, 2", "nginx, 1"})
  void realProxiesAreUnderstood(String program, int version) throws Exception {
    assumeThat(RealProxy.canSend(program)).describedAs("%s is installed", program).isTrue();
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway =
            new TestGateway().proxied(true, "127.0.0.1/32").targets(target).apply();
        RealProxy proxy = RealProxy.sending(program, version, gateway.port(), folder);
        RawClient client = RawClient.from("127.0.0.9", proxy.port())) {
      assertThat(client.send(REQUEST).answer().body()).isEqualTo("ok");
      assertThat(target.received().toLowerCase()).contains("x-forwarded-for: 127.0.0.9\r\n");
    }
  }
}
