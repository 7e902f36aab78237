package io.sluice.gateway.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.TargetTls;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.gateway.table.TargetCertificates;
import io.sluice.gateway.testkit.EchoService;
import io.sluice.gateway.testkit.TestCertificates;
import io.sluice.gateway.testkit.TestCertificates.Identity;
import io.sluice.gateway.testkit.TestGateway;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real programs of gRPC on both sides of a gateway. */
class GrpcIT {
  private static final String END = "<end>";

  private final EchoService echo = new EchoService();
  private Server server;
  private TestGateway gateway;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    server = builder().build().start();
    gateway =
        new TestGateway()
            .targetProtocol(Protocol.GRPC, UpstreamHttp.HTTP_1_1)
            .ports(server.getPort())
            .apply();
    channel = client(gateway);
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    gateway.close();
    server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }

  @Test
  void unaryCallsAreAnswered() {
    for (int i = 0; i < 50; i++) {
      assertThat(unary("message " + i)).isEqualTo("message " + i);
    }
  }

  @Test
  void largeMessagesPass() {
    String large = "x".repeat(3_000_000);
    assertThat(unary(large)).isEqualTo(large);
  }

  @Test
  void serverStreams() {
    List<String> all = new ArrayList<>();
    Iterator<String> answers =
        ClientCalls.blockingServerStreamingCall(
            channel, EchoService.COUNT, options(), "500 " + "y".repeat(5_000));
    answers.forEachRemaining(all::add);
    assertThat(all).hasSize(500).containsOnly("y".repeat(5_000));
  }

  @Test
  void clientStreams() throws Exception {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    StreamObserver<String> requests =
        ClientCalls.asyncClientStreamingCall(
            channel.newCall(EchoService.JOIN, options()), into(answers));
    for (int i = 0; i < 100; i++) {
      requests.onNext(i + ",");
    }
    requests.onCompleted();
    assertThat(next(answers)).startsWith("0,1,2,").endsWith(",99,");
    assertThat(next(answers)).isEqualTo(END);
  }

  @Test
  void bothStreamAtATimeMessageByMessage() throws Exception {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    StreamObserver<String> requests = talk(answers);
    for (int i = 0; i < 20; i++) {
      requests.onNext("m" + i);
      assertThat(next(answers)).isEqualTo("re: m" + i);
    }
    requests.onCompleted();
    assertThat(next(answers)).isEqualTo(END);
  }

  @Test
  void errorOfTheServiceIsTheClients() {
    assertThatThrownBy(() -> unary("fail"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription()).isEqualTo("not so");
            });
  }

  @Test
  void unknownMethodIsTheServersAnswer() {
    MethodDescriptor<String, String> unknown =
        EchoService.UNARY.toBuilder().setFullMethodName("test.Echo/None").build();
    assertCode(
        () -> ClientCalls.blockingUnaryCall(channel, unknown, options(), "x"),
        Status.Code.UNIMPLEMENTED);
  }

  @Test
  void cancellationReachesTheServer() throws Exception {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    StreamObserver<String> requests = talk(answers);
    requests.onNext("hello");
    assertThat(next(answers)).isEqualTo("re: hello");
    requests.onError(Status.CANCELLED.asRuntimeException());
    await().until(() -> echo.cancelled() == 1);
    await().until(() -> gateway.report().activeByTarget().isEmpty());
    assertThat(unary("still there")).isEqualTo("still there");
  }

  @Test
  void deadlineEndsTheCallOnBothSides() {
    assertCode(
        () ->
            ClientCalls.blockingUnaryCall(
                channel,
                EchoService.UNARY,
                CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS),
                "hang"),
        Status.Code.DEADLINE_EXCEEDED);
    await().until(() -> echo.cancelled() == 1);
  }

  @Test
  void targetThatDiesEndsAStreamWithAnError() throws Exception {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    StreamObserver<String> requests = talk(answers);
    requests.onNext("hello");
    assertThat(next(answers)).isEqualTo("re: hello");
    server.shutdownNow();
    assertThat(next(answers)).isNotEqualTo(END);
  }

  @Test
  void gatewaysOwnErrorsAreInTheTermsOfGrpc() throws Exception {
    try (TestGateway empty =
        new TestGateway().targetProtocol(Protocol.GRPC, UpstreamHttp.HTTP_1_1).ports().apply()) {
      ManagedChannel toEmpty = client(empty);
      assertThatThrownBy(
              () -> ClientCalls.blockingUnaryCall(toEmpty, EchoService.UNARY, options(), "x"))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(e.getStatus().getDescription()).isEqualTo("No target is available.");
              });
      toEmpty.shutdownNow();
    }
  }

  @Test
  void targetsMaySpeakTls() throws Exception {
    TestCertificates authority = TestCertificates.authority("grpc");
    Identity identity = authority.issue("EC", "127.0.0.1");
    Server secured =
        builder()
            .useTransportSecurity(
                new ByteArrayInputStream(identity.certificatePem().getBytes(US_ASCII)),
                new ByteArrayInputStream(identity.keyPem().getBytes(US_ASCII)))
            .build()
            .start();
    try (TestGateway tls =
        new TestGateway()
            .targetProtocol(Protocol.GRPC, UpstreamHttp.HTTP_1_1)
            .targetTls(
                new TargetTls(true, UUID.randomUUID(), null, null),
                new TargetCertificates(authority.asModel(), null, true))
            .ports(secured.getPort())
            .apply()) {
      ManagedChannel toTls = client(tls);
      assertThat(ClientCalls.blockingUnaryCall(toTls, EchoService.UNARY, options(), "secret"))
          .isEqualTo("secret");
      toTls.shutdownNow();
    } finally {
      secured.shutdownNow();
    }
  }

  private NettyServerBuilder builder() {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(echo.definition());
  }

  private static ManagedChannel client(TestGateway gateway) {
    return NettyChannelBuilder.forAddress("127.0.0.1", gateway.port()).usePlaintext().build();
  }

  private static CallOptions options() {
    return CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);
  }

  private String unary(String message) {
    return ClientCalls.blockingUnaryCall(channel, EchoService.UNARY, options(), message);
  }

  private StreamObserver<String> talk(BlockingQueue<String> answers) {
    return ClientCalls.asyncBidiStreamingCall(
        channel.newCall(EchoService.TALK, options()), into(answers));
  }

  private static StreamObserver<String> into(BlockingQueue<String> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String message) {
        answers.add(message);
      }

      @Override
      public void onError(Throwable failure) {
        answers.add(Status.fromThrowable(failure).getCode().name());
      }

      @Override
      public void onCompleted() {
        answers.add(END);
      }
    };
  }

  private static String next(BlockingQueue<String> answers) throws InterruptedException {
    return answers.poll(10, TimeUnit.SECONDS);
  }

  private static void assertCode(Runnable call, Status.Code code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class, e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
  }
}
