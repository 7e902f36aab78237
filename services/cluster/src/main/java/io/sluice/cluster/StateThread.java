package io.sluice.cluster;

import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * The one thread that owns a member's view of the cluster. Work of this process is never refused;
 * of messages at most a fixed number wait, more are dropped and the drop is remembered.
 */
final class StateThread {
  private static final Logger LOG = Logger.getLogger(StateThread.class);

  private final int maxPendingMessages;
  private final ScheduledThreadPoolExecutor executor;
  private final AtomicInteger pendingMessages = new AtomicInteger();
  private final AtomicBoolean dropped = new AtomicBoolean();

  StateThread(int maxPendingMessages) {
    this.maxPendingMessages = maxPendingMessages;
    executor =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("cluster-state").unstarted(task));
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
  }

  /** Runs an action and completes a promise with its result; fails it after {@link #stop()}. */
  <T> void run(Promise<T> promise, Callable<T> action) {
    try {
      executor.execute(() -> complete(promise, action));
    } catch (RejectedExecutionException e) {
      promise.fail(new VertxException("this member has left the cluster", true));
    }
  }

  /** Runs a task; ignored after {@link #stop()}. */
  void run(Runnable task) {
    try {
      executor.execute(() -> guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("cluster work after leaving ignored");
    }
  }

  /** Runs the handling of a message, unless too many wait. */
  void runMessage(Runnable task) {
    if (pendingMessages.incrementAndGet() > maxPendingMessages) {
      pendingMessages.decrementAndGet();
      dropped.set(true);
      return;
    }
    run(() -> {
      pendingMessages.decrementAndGet();
      task.run();
    });
  }

  /** Whether messages were dropped since the last call. */
  boolean takeDropped() {
    return dropped.getAndSet(false);
  }

  void runAfter(long millis, Runnable task) {
    executor.schedule(() -> guarded(task), millis, TimeUnit.MILLISECONDS);
  }

  void runEvery(long millis, Runnable task) {
    executor.scheduleWithFixedDelay(() -> guarded(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Ends the thread after what waits; periodic and later work is given up. */
  void stop() {
    executor.shutdown();
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      // A periodic task that throws would never run again.
      LOG.error("cluster state could not be updated", e);
    }
  }

  /** Runs an action on this thread and completes a promise with its result. */
  static <T> void complete(Promise<T> promise, Callable<T> action) {
    T result;
    try {
      result = action.call();
    } catch (Exception | LinkageError e) {
      // A class that cannot be initialised ends only this thread: without an answer the start waits
      // for ever and does not even take SIGTERM.
      promise.fail(e);
      return;
    }
    try {
      promise.complete(result);
    } catch (RuntimeException e) {
      // Completing runs Vert.x' continuation here; its failure is none of the action's.
      LOG.error("a continuation of the cluster manager failed", e);
    }
  }
}
