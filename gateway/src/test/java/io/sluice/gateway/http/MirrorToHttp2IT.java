package io.sluice.gateway.http;

import static io.sluice.gateway.testkit.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.sluice.contracts.model.Modifications;
import io.sluice.contracts.model.Modifications.Mirror;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.TargetTls;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.gateway.table.TargetCertificates;
import io.sluice.gateway.testkit.EchoService;
import io.sluice.gateway.testkit.FrameTarget;
import io.sluice.gateway.testkit.FrameTarget.Frame;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestCertificates.Identity;
import io.sluice.gateway.testkit.TestGateway;
import io.sluice.gateway.testkit.TlsSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Copies of requests to services that speak HTTP/2. */
class MirrorToHttp2IT {
  private static final String POST =
      "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int CANCEL = 8;

  @Test
  void copiesAreStreamsOfOneConnection() throws Exception {
    try (FrameTarget target = FrameTarget.answering("real");
        FrameTarget mirror = FrameTarget.answering("copy");
        TestGateway gateway = gateway(Protocol.H2C, target.port(), mirror.port());
        RawClient client = gateway.client()) {
      for (int i = 1; i <= 3; i++) {
        assertThat(client.send(POST).answer().body()).isEqualTo("real");
        int sent = i;
        await().until(() -> gateway.copies().size() == sent);
      }

      assertThat(gateway.copies()).containsOnly("answered");
      assertCopied(mirror, "http", 3);
    }
  }

  @Test
  void aMirrorMaySpeakTls() throws Exception {
    TestCertificates authority = TestCertificates.authority("mirror");
    Identity identity = authority.issue("EC", "127.0.0.1");
    try (FrameTarget target = secured(identity, "real");
        FrameTarget mirror = secured(identity, "copy");
        TestGateway gateway =
            gateway(
                new TestGateway()
                    .targetProtocol(Protocol.HTTPS, UpstreamHttp.HTTP_2)
                    .targetTls(
                        new TargetTls(true, UUID.randomUUID(), null, null),
                        new TargetCertificates(authority.asModel(), null, true)),
                target.port(),
                mirror.port());
        RawClient client = gateway.client()) {
      assertThat(client.send(POST).answer().body()).isEqualTo("real");
      await().until(() -> gateway.copies().equals(List.of("answered")));

      assertCopied(mirror, "https", 1);
    }
  }

  @Test
  void aMirrorThatTakesNoBodyIsGivenUp() throws Exception {
    try (FrameTarget target = FrameTarget.answering("real");
        FrameTarget mirror =
            new FrameTarget(connection -> {
              connection.settings(INITIAL_WINDOW_SIZE, 1);
              connection.readToEnd();
            });
        TestGateway gateway =
            gateway(
                new TestGateway()
                    .targetProtocol(Protocol.H2C, UpstreamHttp.HTTP_1_1)
                    .service(s ->
                        new TestGateway.ServiceSettings(
                            s.connectTimeout(), 1, null, 1, s.forwardedFor(), s.forwardedFields())),
                target.port(),
                mirror.port());
        RawClient client = gateway.client()) {
      assertThat(client.send(POST).answer().body()).isEqualTo("real");

      await().until(() -> gateway.copies().equals(List.of("failed")));
      await().until(() -> mirror.frames(FrameTarget.RST_STREAM).size() == 1);
      assertThat(mirror.frames(FrameTarget.RST_STREAM).getFirst().code()).isEqualTo(CANCEL);
    }
  }

  @Test
  void callsOfGrpcAreCopied() throws Exception {
    EchoService echo = new EchoService();
    EchoService copied = new EchoService();
    Server target = start(echo);
    Server mirror = start(copied);
    try (TestGateway gateway = gateway(Protocol.GRPC, target.getPort(), mirror.getPort())) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", gateway.port()).usePlaintext().build();
      CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);
      String answer = ClientCalls.blockingUnaryCall(channel, EchoService.UNARY, options, "hello");
      await().until(() -> gateway.copies().equals(List.of("answered")));
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);

      assertThat(answer).isEqualTo("hello");
      assertThat(echo.unaryMessages()).containsExactly("hello");
      assertThat(copied.unaryMessages()).containsExactly("hello");
    } finally {
      target.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
      mirror.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  private static void assertCopied(FrameTarget mirror, String scheme, int times) {
    assertThat(mirror.connections()).hasSize(1);
    List<Frame> heads = mirror.frames(FrameTarget.HEADERS);
    assertThat(heads).hasSize(times);
    assertThat(heads)
        .allSatisfy(head ->
            assertThat(head.fields())
                .containsEntry(":method", "POST")
                .containsEntry(":path", "/a")
                .containsEntry(":scheme", scheme)
                .containsEntry(":authority", "h")
                .containsEntry("content-length", "3")
                .containsEntry("sluice-mirror", "1")
                .doesNotContainKey("transfer-encoding"));
    assertThat(mirror.frames(FrameTarget.DATA))
        .hasSize(times)
        .allSatisfy(data -> {
          assertThat(data.text()).isEqualTo("abc");
          assertThat(data.endsStream()).isTrue();
        });
  }

  private static FrameTarget secured(Identity identity, String body) throws IOException {
    return FrameTarget.answering(TlsSockets.listen(identity, null, "h2"), body);
  }

  private static Server start(EchoService service) throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(service.definition())
        .build()
        .start();
  }

  private static TestGateway gateway(Protocol protocol, int target, int mirror) {
    return gateway(
        new TestGateway().targetProtocol(protocol, UpstreamHttp.HTTP_1_1), target, mirror);
  }

  private static TestGateway gateway(TestGateway gateway, int target, int mirror) {
    Modifications mirrored =
        new Modifications(null, null, null, new Mirror(new UUID(2, mirror), 100));
    return gateway
        .ports(target)
        .rule("mirror.test", mirror)
        .rules(rule("r").does(TestGateway.forward()).changes(mirrored).build())
        .apply();
  }
}
