package io.sluice.contracts.sync;

/**
 * The number of a published configuration. The higher epoch wins, then the higher number. The owner
 * raises the epoch when its database was set back (restore from backup), so that readers ahead of
 * it follow again.
 *
 * @param epoch grows when numbers start again
 * @param number grows by one with each committed write
 */
public record Revision(long epoch, long number) implements Comparable<Revision> {
  /** Before any. */
  public static final Revision NONE = new Revision(0, 0);

  /** Whether this supersedes the other. */
  public boolean isNewerThan(Revision other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Revision other) {
    int byEpoch = Long.compare(epoch, other.epoch);
    return byEpoch != 0 ? byEpoch : Long.compare(number, other.number);
  }
}
