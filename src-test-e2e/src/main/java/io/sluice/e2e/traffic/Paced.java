package io.sluice.e2e.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Clients that go on by the clock, each with a thread of its own, until they are stopped. */
final class Paced {
  private static final boolean STOP = false;

  private final List<BlockingQueue<Boolean>> ticks = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("paced").factory());

  /** A client's wait for its next turn. */
  interface Turn {
    /** Waits for it; false when the client is to stop. */
    boolean await() throws InterruptedException;
  }

  /** What a client does; it ends at its next turn that is none. */
  interface Client {
    void run(Turn turn) throws InterruptedException;
  }

  /** Clients that have a turn every so often. */
  Paced(long gapMillis) {
    clock.scheduleAtFixedRate(
        () -> ticks.forEach(queue -> queue.add(true)), gapMillis, gapMillis, TimeUnit.MILLISECONDS);
  }

  /** Starts a client. */
  void start(Client client) {
    BlockingQueue<Boolean> mine = new LinkedBlockingQueue<>();
    ticks.add(mine);
    threads.add(
        Thread.startVirtualThread(() -> {
          try {
            client.run(() -> next(mine));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }));
  }

  private static boolean next(BlockingQueue<Boolean> turns) throws InterruptedException {
    boolean goes = turns.take();
    if (!goes) {
      // For every further turn: what was begun is ended without a pause.
      turns.add(STOP);
    }
    return goes;
  }

  /** Stops all and waits until they have ended. */
  void stop() {
    clock.shutdownNow();
    ticks.forEach(queue -> {
      queue.clear();
      queue.add(STOP);
    });
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
