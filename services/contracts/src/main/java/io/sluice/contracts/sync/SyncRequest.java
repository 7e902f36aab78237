package io.sluice.contracts.sync;

/**
 * A reader asks for all that came after what it has.
 *
 * @param have what the reader has; {@link Revision#NONE} asks for a snapshot
 */
public record SyncRequest(Revision have) {}
