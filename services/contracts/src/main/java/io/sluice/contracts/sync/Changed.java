package io.sluice.contracts.sync;

/**
 * An owner's announcement, after each commit and once a second.
 *
 * @param revision the newest revision
 */
public record Changed(Revision revision) {}
