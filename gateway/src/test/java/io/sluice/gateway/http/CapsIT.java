package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.model.TargetCaps;
import io.sluice.gateway.listener.Transport;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.RecordingTarget;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** No target is given more than its cap, and what comes above it waits in order. */
class CapsIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  @Test
  void theCapHoldsForAllEventLoopsTogetherAndAllAreServed() throws Exception {
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Semaphore mayAnswer = new Semaphore(0);
    try (RecordingTarget target = counting(atOnce, most, mayAnswer);
        TestGateway gateway =
            capped(new TestGateway(Transport.best(), 4), new TargetCaps(3, null, 1024, 20_000))
                .targets(target)
                .apply();
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int client = 0; client < 32; client++) {
        all.add(clients.submit(() -> served(gateway, 20)));
      }
      await().until(() -> atOnce.get() == 3 && gateway.waiting() == 29);
      mayAnswer.release(32 * 20);
      int served = 0;
      for (Future<Integer> done : all) {
        served += done.get();
      }

      assertThat(served).isEqualTo(32 * 20);
      assertThat(most.get()).isEqualTo(3);
      await().until(() -> gateway.report().activeByTarget().isEmpty());
    }
  }

  @Test
  void whatIsAboveTheCapGoesToAnotherTargetWithRoom() throws Exception {
    Semaphore mayAnswer = new Semaphore(0);
    try (RecordingTarget held = holding(mayAnswer);
        RecordingTarget free = RecordingTarget.answering("free");
        TestGateway gateway =
            gateway(new TargetCaps(1, null, 0, 1_000)).targets(held, free).apply();
        RawClient first = gateway.client();
        RawClient client = gateway.client()) {
      while (held.requests() == 0) {
        first.send(GET);
        await().until(() -> held.requests() + free.requests() > 0);
        if (held.requests() == 0) {
          first.answer();
        }
      }

      for (int i = 0; i < 10; i++) {
        assertThat(client.send(GET).answer().body()).isEqualTo("free");
      }
      mayAnswer.release();
      assertThat(first.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void thoseThatWaitAreServedInOrder() throws Exception {
    Semaphore mayAnswer = new Semaphore(0);
    List<String> order = new CopyOnWriteArrayList<>();
    try (RecordingTarget held =
            new RecordingTarget(connection -> {
              for (String got = connection.request(); got != null; got = connection.request()) {
                order.add(got.substring(0, 6));
                mayAnswer.acquireUninterruptibly();
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
              }
            });
        TestGateway gateway = gateway(new TargetCaps(1, null, 10, 10_000)).targets(held).apply()) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        RawClient client = gateway.client();
        client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
        clients.add(client);
        int waiting = i;
        await().until(() -> order.size() == 1 && gateway.waiting() == waiting);
      }
      mayAnswer.release(6);
      for (RawClient client : clients) {
        assertThat(client.answer().status()).isEqualTo(200);
        client.close();
      }

      assertThat(order).containsExactly("GET /0", "GET /1", "GET /2", "GET /3", "GET /4", "GET /5");
    }
  }

  @Test
  void aFullLineAndALongWaitAre503AndAClientThatLeavesMakesRoom() throws Exception {
    Semaphore mayAnswer = new Semaphore(0);
    try (RecordingTarget held = holding(mayAnswer);
        TestGateway gateway = gateway(new TargetCaps(1, null, 1, 400)).targets(held).apply();
        RawClient first = gateway.client();
        RawClient tooMany = gateway.client()) {
      first.send(GET);
      await().until(() -> held.requests() == 1);
      RawClient leaving = gateway.client();
      leaving.send(GET);
      await().until(() -> gateway.waiting() == 1);
      assertRefused(tooMany.send(GET).answer(), "overloaded");
      leaving.close();
      await().until(() -> gateway.waiting() == 0);
      assertRefused(tooMany.send(GET).answer(), "wait_timeout");
      assertThat(gateway.waiting()).isZero();

      mayAnswer.release(2);

      assertThat(first.answer().status()).isEqualTo(200);
      assertThat(tooMany.send(GET).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void roomComesWithATargetThatIsAdded() throws Exception {
    Semaphore mayAnswer = new Semaphore(0);
    try (RecordingTarget held = holding(mayAnswer);
        RecordingTarget added = RecordingTarget.answering("added");
        TestGateway gateway = gateway(new TargetCaps(1, null, 10, 10_000)).targets(held).apply();
        RawClient first = gateway.client();
        RawClient second = gateway.client()) {
      first.send(GET);
      await().until(() -> held.requests() == 1);
      second.send(GET);
      await().until(() -> gateway.waiting() == 1);

      gateway.targets(held, added).apply();

      assertThat(second.answer().body()).isEqualTo("added");
      mayAnswer.release();
    }
  }

  @Test
  void connectionsOfTcpAreCappedAndWaitToo() throws Exception {
    try (RecordingTarget target =
            new RecordingTarget(connection -> {
              connection.send("hi");
              connection.readToEnd();
            });
        TestGateway gateway =
            gateway(new TargetCaps(null, 1, 1, 400)).streams().targets(target).apply()) {
      RawClient first = gateway.client();
      assertThat(first.in().readNBytes(2)).isEqualTo("hi".getBytes());
      RawClient second = gateway.client();
      await().until(() -> gateway.waiting() == 1);
      try (RawClient tooMany = gateway.client()) {
        assertThat(tooMany.ended()).isTrue();
      }
      first.close();
      assertThat(second.in().readNBytes(2)).isEqualTo("hi".getBytes());
      try (RawClient late = gateway.client()) {
        assertThat(late.ended()).as("it waited too long").isTrue();
      }
      second.close();

      await().until(() -> gateway.summaries().size() == 4);
      assertThat(gateway.summaries())
          .extracting(connection -> connection.reason().name())
          .containsExactlyInAnyOrder("NONE", "NONE", "OVERLOADED", "WAIT_TIMEOUT");
    }
  }

  private static void assertRefused(Answer answer, String reason) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.field("sluice-reason")).isEqualTo(reason);
    assertThat(answer.field("retry-after")).isEqualTo("1");
  }

  private static TestGateway gateway(TargetCaps caps) {
    return capped(new TestGateway(), caps);
  }

  private static TestGateway capped(TestGateway gateway, TargetCaps caps) {
    return gateway.resilience(settings -> settings.with(caps));
  }

  private static int served(TestGateway gateway, int requests) throws IOException {
    int served = 0;
    try (RawClient client = gateway.client()) {
      for (int i = 0; i < requests; i++) {
        served += client.send(GET).answer().status() == 200 ? 1 : 0;
      }
    }
    return served;
  }

  private static RecordingTarget counting(
      AtomicInteger atOnce, AtomicInteger most, Semaphore mayAnswer) throws IOException {
    return new RecordingTarget(connection -> {
      while (connection.request() != null) {
        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        mayAnswer.acquireUninterruptibly();
        atOnce.decrementAndGet();
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      }
    });
  }

  private static RecordingTarget holding(Semaphore mayAnswer) throws IOException {
    return new RecordingTarget(connection -> {
      while (connection.request() != null) {
        mayAnswer.acquireUninterruptibly();
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nheld");
      }
    });
  }
}
