package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Promise;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StateThreadTest {
  private final StateThread thread = new StateThread(3);

  @AfterEach
  void stop() {
    thread.stop();
  }

  @Test
  void messagesAboveTheLimitAreDroppedAndTheDropIsTold() {
    CountDownLatch busy = new CountDownLatch(1);
    AtomicInteger handled = new AtomicInteger();
    thread.run(() -> awaitLatch(busy));
    for (int i = 0; i < 5; i++) {
      thread.runMessage(handled::incrementAndGet);
    }
    Promise<String> own = Promise.promise();
    thread.run(own, () -> "own work is never dropped");
    busy.countDown();
    await().untilAsserted(() -> assertThat(own.future().isComplete()).isTrue());
    assertThat(handled).hasValue(3);
    assertThat(thread.takeDropped()).isTrue();
    assertThat(thread.takeDropped()).isFalse();

    thread.runMessage(handled::incrementAndGet);
    await().untilAsserted(() -> assertThat(handled).hasValue(4));
    assertThat(thread.takeDropped()).isFalse();
  }

  @Test
  void aTaskThatFailsDoesNotEndThePeriodicOnes() {
    AtomicInteger runs = new AtomicInteger();
    thread.runEvery(
        20,
        () -> {
          runs.incrementAndGet();
          throw new IllegalStateException("once more");
        });
    await().untilAsserted(() -> assertThat(runs.get()).isGreaterThan(2));
  }

  @Test
  void aClassThatCannotBeInitialisedReachesThePromise() {
    Promise<String> promise = Promise.promise();
    thread.run(
        promise,
        () -> {
          throw new ExceptionInInitializerError("no message bundle");
        });
    await().untilAsserted(() -> assertThat(promise.future().failed()).isTrue());
  }

  @Test
  void aFailureReachesThePromise() {
    Promise<String> promise = Promise.promise();
    thread.run(
        promise,
        () -> {
          throw new IllegalStateException("no");
        });
    await().untilAsserted(() -> assertThat(promise.future().failed()).isTrue());
    assertThat(promise.future().cause()).hasMessage("no");
  }

  @Test
  void afterTheEndPromisesFailAndTasksAreIgnored() {
    thread.stop();
    Promise<String> promise = Promise.promise();
    thread.run(promise, () -> "never");
    assertThat(promise.future().cause()).hasMessageContaining("has left");
    thread.run(() -> {});
    thread.runMessage(() -> {});
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
