package io.sluice.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.RetrySettings;
import io.sluice.contracts.model.RetrySettings.GrpcStatus;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.gateway.testkit.EchoService;
import io.sluice.gateway.testkit.FrameTarget;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that a server refuses at once and another takes, by real programs of gRPC. */
class GrpcRetriesIT {
  private static final int CALLS = 10;

  private final EchoService refusing = new EchoService().failing(Status.UNAVAILABLE);
  private final EchoService good = new EchoService();
  private final List<Server> servers = new ArrayList<>();
  private TestGateway gateway;
  private ManagedChannel channel;

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    gateway.close();
    for (Server server : servers) {
      server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"GRPC", "H2C"})
  void callsThatOneServerRefusesAreAnsweredByAnother(Protocol protocol) throws Exception {
    start(protocol, List.of(GrpcStatus.UNAVAILABLE), refusing, good);
    for (int i = 0; i < CALLS; i++) {
      assertThat(unary("m" + i)).isEqualTo("m" + i);
    }

    assertThat(refusing.unaryMessages()).isNotEmpty();
    assertThat(good.unaryMessages()).hasSize(CALLS);
    assertThat(gateway.summaries()).anyMatch(call -> call.attempts() == 2);
  }

  @Test
  void aStatusThatIsNotListedIsTheClients() throws Exception {
    start(Protocol.GRPC, List.of(GrpcStatus.INTERNAL), refusing, good);

    assertThat(failures()).isEqualTo(refusing.unaryMessages().size()).isPositive();
    assertThat(gateway.summaries()).allMatch(call -> call.attempts() == 1);
  }

  @Test
  void whenAllRefuseTheClientGetsTheLastAnswer() throws Exception {
    EchoService last = new EchoService().failing(Status.UNAVAILABLE.withDescription("resting"));
    start(Protocol.GRPC, List.of(GrpcStatus.UNAVAILABLE), last, last);

    assertThatThrownBy(() -> unary("x"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
              assertThat(e.getStatus().getDescription()).isEqualTo("resting");
            });
    assertThat(last.unaryMessages()).containsExactly("x", "x");
  }

  @Test
  void aStreamThatIsNotCompleteGoesToAnotherServerFromItsBeginning() throws Exception {
    start(Protocol.GRPC, List.of(GrpcStatus.UNAVAILABLE), refusing, good);
    for (int i = 0; i < CALLS; i++) {
      CompletableFuture<String> joined = new CompletableFuture<>();
      StreamObserver<String> messages =
          ClientCalls.asyncClientStreamingCall(
              channel.newCall(EchoService.JOIN, options()), into(joined));
      messages.onNext("a");
      messages.onNext("b");
      messages.onNext("c");
      messages.onCompleted();
      assertThat(joined.get(10, TimeUnit.SECONDS)).isEqualTo("abc");
    }
    assertThat(gateway.summaries()).anyMatch(call -> call.attempts() == 2);
  }

  @Test
  void afterAMessageTheCallIsNotRepeated() throws Exception {
    start(Protocol.GRPC, List.of(GrpcStatus.UNAVAILABLE), refusing, refusing);
    Iterator<String> messages =
        ClientCalls.blockingServerStreamingCall(channel, EchoService.COUNT, options(), "2");

    assertThat(messages.next()).isEqualTo("0");
    assertThat(messages.next()).isEqualTo("1");
    assertThatThrownBy(messages::hasNext)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    assertThat(gateway.summaries()).allMatch(call -> call.attempts() == 1);
  }

  @Test
  void whatIsNoCallIsNotRepeated() throws Exception {
    try (FrameTarget one = speakingOfGrpc();
        FrameTarget two = speakingOfGrpc()) {
      gateway = gateway(Protocol.H2C, List.of(GrpcStatus.UNAVAILABLE), one.port(), two.port());
      channel = channel();
      try (RawClient client = gateway.client()) {
        Answer answer =
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi").answer();
        assertThat(answer.field("grpc-status")).isEqualTo("14");
      }
      assertThat(one.connections().size() + two.connections().size()).isEqualTo(1);
    }
  }

  private static FrameTarget speakingOfGrpc() throws IOException {
    return new FrameTarget(connection -> {
      connection.settings();
      connection.headers(connection.request(), true, ":status", "200", "grpc-status", "14");
      connection.readToEnd();
    });
  }

  private void start(Protocol protocol, List<GrpcStatus> statuses, EchoService... services)
      throws IOException {
    for (EchoService service : services) {
      servers.add(
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(service.definition())
              .build()
              .start());
    }
    gateway = gateway(protocol, statuses, servers.stream().mapToInt(Server::getPort).toArray());
    channel = channel();
  }

  private static TestGateway gateway(Protocol protocol, List<GrpcStatus> statuses, int... ports) {
    return new TestGateway()
        .targetProtocol(protocol, UpstreamHttp.HTTP_1_1)
        .resilience(r -> r.with(new RetrySettings(true, true, List.of(), statuses, 100)))
        .ports(ports)
        .apply();
  }

  private ManagedChannel channel() {
    // Else the client itself repeats calls that no server has read.
    return NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
        .usePlaintext()
        .disableRetry()
        .build();
  }

  private static CallOptions options() {
    return CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);
  }

  private String unary(String message) {
    return ClientCalls.blockingUnaryCall(channel, EchoService.UNARY, options(), message);
  }

  private int failures() {
    int failures = 0;
    for (int i = 0; i < CALLS; i++) {
      try {
        unary("m");
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        failures++;
      }
    }
    return failures;
  }

  private static StreamObserver<String> into(CompletableFuture<String> joined) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String message) {
        joined.complete(message);
      }

      @Override
      public void onError(Throwable failure) {
        joined.completeExceptionally(failure);
      }

      @Override
      public void onCompleted() {}
    };
  }
}
