package io.sluice.gateway.testkit;

import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;

/**
 * Netty's leak detector, which keeps what it reports for {@link LeakCheck}. Netty finds it by the
 * system property {@code io.netty.customResourceLeakDetector}.
 *
 * @param <T> what is watched
 */
public final class LeakDetector<T> extends ResourceLeakDetector<T> {
  private static final List<String> LEAKS = new ArrayList<>();

  /** A detector as Netty makes it. */
  public LeakDetector(Class<T> type, int samplingInterval) {
    super(type, samplingInterval);
  }

  /** What has leaked since the last call, each with the places where it was touched. */
  static List<String> takeLeaks() {
    synchronized (LEAKS) {
      List<String> leaks = List.copyOf(LEAKS);
      LEAKS.clear();
      return leaks;
    }
  }

  @Override
  protected boolean needReport() {
    return true;
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    add(resourceType + " was not released:" + records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    add(resourceType + " was not released");
  }

  private static void add(String leak) {
    synchronized (LEAKS) {
      LEAKS.add(leak);
    }
  }
}
