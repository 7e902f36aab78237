package io.sluice.gateway.sources;

import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Stickiness;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.balancing.LoopEndpoint;
import io.sluice.gateway.table.Placement;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/**
 * Which source keeps to which target. A source that is not known goes where its address is placed,
 * which all gateways agree on; from then on it is remembered, so that it stays when targets are
 * added, or its own drains. For all event loops of a gateway, without a lock; of fixed size: when
 * it is full older sources are forgotten, and placed again.
 */
public final class SourceMemory {
  /** A power of two; with all in use some 3 MiB. */
  private static final int SIZE = 1 << 16;

  private final AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(SIZE);

  private final LongSupplier clock;

  /** Knows no source yet. */
  public SourceMemory() {
    this(System::nanoTime);
  }

  /**
   * Knows no source yet.
   *
   * @param clock nanoseconds of a monotonic clock
   */
  SourceMemory(LongSupplier clock) {
    this.clock = clock;
  }

  private record Entry(long key, UUID targetId, long seenSeconds) {}

  /**
   * The target of a source.
   *
   * @param source the client's address as text
   * @param tried targets already tried for this request
   * @return null when the service knows nothing of sources, or none is left but those tried
   */
  public LoopEndpoint kept(Balancer balancer, String source, Collection<LoopEndpoint> tried) {
    BackendService service = balancer.service().service();
    if (!serves(service)) {
      return null;
    }
    long place = Placement.hash(source);
    Entry known = entry(key(service.id(), place));
    if (known != null && now() - known.seenSeconds <= service.stickiness().durationSeconds()) {
      LoopEndpoint kept = balancer.kept(known.targetId, tried);
      if (kept != null) {
        return kept;
      }
    }
    return balancer.placed(place, tried);
  }

  /** Remembers the target that served a source. */
  public void served(BackendService service, String source, UUID targetId) {
    if (!serves(service)) {
      return;
    }
    long key = key(service.id(), Placement.hash(source));
    long now = now();
    Entry known = entry(key);
    if (known == null || known.seenSeconds != now || !known.targetId.equals(targetId)) {
      entries.set(slot(key), new Entry(key, targetId, now));
    }
  }

  private static boolean serves(BackendService service) {
    return service.stickiness().type() == Stickiness.Type.SOURCE_IP;
  }

  private long now() {
    return TimeUnit.NANOSECONDS.toSeconds(clock.getAsLong());
  }

  private Entry entry(long key) {
    int first = (int) key & SIZE - 1;
    Entry entry = entries.get(first);
    if (entry != null && entry.key == key) {
      return entry;
    }
    entry = entries.get(first ^ 1);
    return entry != null && entry.key == key ? entry : null;
  }

  /** The slot that has the key, or is free, or was used less lately than its neighbour. */
  private int slot(long key) {
    int first = (int) key & SIZE - 1;
    Entry a = entries.get(first);
    Entry b = entries.get(first ^ 1);
    if (a == null || a.key == key) {
      return first;
    }
    return b == null || b.key == key || b.seenSeconds - a.seenSeconds < 0 ? first ^ 1 : first;
  }

  private static long key(UUID serviceId, long place) {
    long mixed = place ^ serviceId.getLeastSignificantBits() * 0x9e3779b97f4a7c15L;
    return mixed ^ mixed >>> 29;
  }
}
