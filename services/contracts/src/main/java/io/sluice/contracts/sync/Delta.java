package io.sluice.contracts.sync;

/** What came after a revision, or, when {@link #full()}, everything. */
public sealed interface Delta permits ListenersDelta, RegistryDelta, HealthDelta {
  /** The revision a reader must have for this to apply; {@link Revision#NONE} when full. */
  Revision from();

  /** The revision a reader has after it. */
  Revision to();

  /** Whether this replaces all that the reader has. */
  boolean full();
}
