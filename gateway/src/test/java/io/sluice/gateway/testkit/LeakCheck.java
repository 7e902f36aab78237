package io.sluice.gateway.testkit;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which Netty's leak detector reports a buffer or message that nobody
 * released. JUnit finds it by its service file and uses it for every class.
 */
public final class LeakCheck implements AfterAllCallback {
  /** The reference that tells of a collection may be handled before those of leaks. */
  private static final int COLLECTIONS = 2;

  private static final long COLLECTION_MILLIS = TimeUnit.SECONDS.toMillis(10);

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    if (context.getTestClass().filter(Class::isMemberClass).isPresent()) {
      return;
    }
    if (ResourceLeakDetector.getLevel() != ResourceLeakDetector.Level.PARANOID) {
      throw new IllegalStateException("Tests run with io.netty.leakDetection.level=paranoid");
    }
    for (int i = 0; i < COLLECTIONS; i++) {
      collectGarbage();
      // The detector looks for what was collected whenever something new is made.
      PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    }
    List<String> leaks = LeakDetector.takeLeaks();
    if (!leaks.isEmpty()) {
      throw new AssertionError(
          leaks.size() + " leaks, of this class or one before it:\n" + String.join("\n", leaks));
    }
  }

  private static void collectGarbage() throws InterruptedException {
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    Reference<Object> garbage = new PhantomReference<>(new Object(), collected);
    System.gc();
    if (collected.remove(COLLECTION_MILLIS) != garbage) {
      throw new IllegalStateException("No garbage was collected");
    }
  }
}
