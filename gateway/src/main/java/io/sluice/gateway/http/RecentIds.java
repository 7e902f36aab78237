package io.sluice.gateway.http;

/**
 * The streams that this side ended before the client did: what the client sent on them before it
 * knew is not an error (RFC 9113 section 5.1).
 */
final class RecentIds {
  /** As many as a listener can allow a client to have open. */
  private static final int SIZE = 1024;

  private int[] ids;
  private int next;

  void add(int id) {
    ids = ids == null ? new int[SIZE] : ids;
    ids[next] = id;
    next = next + 1 & SIZE - 1;
  }

  boolean contains(int id) {
    for (int i = 0; ids != null && i < SIZE; i++) {
      if (ids[i] == id) {
        return true;
      }
    }
    return false;
  }
}
