package io.sluice.gateway.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.GatewayBeat.ListenerState;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Listeners, targets and the gateway itself come and go while traffic runs. */
class LifecycleIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  @ParameterizedTest
  @EnumSource(Transport.class)
  void listenerOpensAndClosesOnEachTransport(Transport transport) throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway gateway = new TestGateway(transport, 2).targets(target).apply()) {
      for (int i = 0; i < 8; i++) {
        try (RawClient client = gateway.client()) {
          assertThat(client.send(GET).answer().status()).isEqualTo(200);
        }
      }
      gateway.removeListener();
      await().until(() -> refuses(gateway));
      gateway.apply();
      try (RawClient client = gateway.client()) {
        assertThat(client.send(GET).answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void portInUseIsSaidAndTakenOnceItIsFree() throws Exception {
    try (TestGateway gateway = new TestGateway()) {
      try (ServerSocket taken =
          new ServerSocket(gateway.port(), 1, InetAddress.getByName("127.0.0.1"))) {
        assertThat(taken.isBound()).isTrue();
        gateway.apply();
        ListenerState state = gateway.report().listeners().getFirst();
        assertThat(state.bound()).isFalse();
        assertThat(state.error()).containsIgnoringCase("in use");
      }
      await().until(() -> gateway.report().listeners().getFirst().bound());
      assertThat(gateway.report().listeners().getFirst().error()).isNull();
    }
  }

  @Test
  void twoGatewaysShareAPort() throws Exception {
    try (RecordingTarget target = RecordingTarget.answering("ok");
        TestGateway one = TestGateway.to(target);
        TestGateway two = TestGateway.on(one.port()).targets(target).apply()) {
      for (int i = 0; i < 60; i++) {
        try (RawClient client = one.client()) {
          assertThat(client.send(GET).answer().status()).isEqualTo(200);
        }
      }
      assertThat(one.summaries()).isNotEmpty();
      assertThat(two.summaries()).isNotEmpty();
    }
  }

  @Test
  void removedListenerEndsIdleConnectionsAndFinishesWhatRuns() throws Exception {
    CountDownLatch answerNow = new CountDownLatch(1);
    try (RecordingTarget target = waiting(answerNow);
        TestGateway gateway = TestGateway.to(target);
        RawClient idle = gateway.client();
        RawClient busy = gateway.client()) {
      busy.send(GET);
      await().until(() -> target.requests() == 1);
      await().until(() -> gateway.report().listeners().getFirst().connections() == 2);
      gateway.removeListener();

      assertThat(idle.ended()).isTrue();
      assertThat(refuses(gateway)).isTrue();
      answerNow.countDown();
      Answer answer = busy.answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.field("connection")).isEqualTo("close");
      assertThat(busy.ended()).isTrue();
    }
  }

  @Test
  void drainFinishesWhatRunsAndThenCompletes() throws Exception {
    CountDownLatch answerNow = new CountDownLatch(1);
    try (RecordingTarget target = waiting(answerNow);
        TestGateway gateway = TestGateway.to(target);
        RawClient busy = gateway.client()) {
      busy.send(GET);
      await().until(() -> target.requests() == 1);
      var drained = gateway.plane().drain().toCompletionStage().toCompletableFuture();

      await().until(() -> refuses(gateway));
      assertThat(drained).isNotDone();
      answerNow.countDown();
      assertThat(busy.answer().status()).isEqualTo(200);
      busy.close();
      drained.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void drainIsBoundedByItsTimeout() throws Exception {
    try (RecordingTarget target = waiting(new CountDownLatch(1));
        TestGateway gateway = TestGateway.to(target);
        RawClient busy = gateway.client()) {
      busy.send(GET);
      await().until(() -> target.requests() == 1);
      gateway.plane().drain().toCompletionStage().toCompletableFuture().get(15, TimeUnit.SECONDS);
      assertThat(busy.ended()).isTrue();
    }
  }

  @Test
  void requestInFlightOutlivesItsTargetsRemovalAndTheNextOneFollowsTheNewTable() throws Exception {
    CountDownLatch answerNow = new CountDownLatch(1);
    try (RecordingTarget old = waiting(answerNow);
        RecordingTarget next = RecordingTarget.answering("new");
        TestGateway gateway = TestGateway.to(old);
        RawClient client = gateway.client()) {
      client.send(GET);
      await().until(() -> old.requests() == 1);
      gateway.targets(next).apply();
      answerNow.countDown();

      assertThat(client.answer().body()).isEqualTo("old");
      assertThat(client.send(GET).answer().body()).isEqualTo("new");
      await().until(() -> old.connections().getFirst().ended());
    }
  }

  @Test
  void keptConnectionsToARemovedTargetAreClosed() throws Exception {
    try (RecordingTarget old = RecordingTarget.answering("ok");
        RecordingTarget next = RecordingTarget.answering("ok");
        TestGateway gateway = TestGateway.to(old);
        RawClient client = gateway.client()) {
      client.send(GET).answer();
      gateway.targets(next).apply();
      await().until(() -> old.connections().getFirst().ended());
    }
  }

  @Test
  void noRequestFailsWhileTargetsComeAndGo() throws Exception {
    try (RecordingTarget a = RecordingTarget.answering("a");
        RecordingTarget b = RecordingTarget.answering("b");
        RecordingTarget c = RecordingTarget.answering("c");
        TestGateway gateway = TestGateway.to(a, b);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger answered = new AtomicInteger();
      List<String> failures = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 8; i++) {
        clients.submit(() -> load(gateway, stop, answered, failures));
      }
      for (int round = 0; round < 60; round++) {
        int before = answered.get();
        switch (round % 3) {
          case 0 -> gateway.targets(a, b, c).apply();
          case 1 -> gateway.targets(b, c).apply();
          default -> gateway.targets(c, a).apply();
        }
        await().until(() -> answered.get() > before + 10 || !failures.isEmpty());
      }
      stop.set(true);
      clients.shutdown();
      assertThat(clients.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      assertThat(failures).isEmpty();
    }
  }

  private static void load(
      TestGateway gateway, AtomicBoolean stop, AtomicInteger answered, List<String> failures) {
    try (RawClient client = gateway.client()) {
      for (int i = 0; !stop.get(); i++) {
        String request =
            i % 2 == 0 ? GET : "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
        Answer answer = client.send(request).answer();
        if (answer.status() != 200) {
          failures.add(answer.toString());
        }
        answered.incrementAndGet();
      }
    } catch (IOException e) {
      failures.add(e.toString());
    }
  }

  private static RecordingTarget waiting(CountDownLatch answerNow) throws IOException {
    return new RecordingTarget(connection -> {
      while (connection.request() != null) {
        try {
          answerNow.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold");
      }
    });
  }

  private static boolean refuses(TestGateway gateway) throws IOException {
    try (RawClient client = gateway.client()) {
      return false;
    } catch (ConnectException refused) {
      return true;
    }
  }
}
