package io.sluice.gateway.upstream;

/**
 * The share of one event loop in what a gateway may have in all. Event loops share no counter, so a
 * limit is divided between them beforehand.
 *
 * @param index 0 up to but not {@code loops}
 * @param loops event loops of the gateway, at least 1
 */
public record LoopShare(int index, int loops) {

  /** A part of {@code whole}; at least 1 unless that is 0. The parts differ by at most 1. */
  public int of(int whole) {
    int part = whole / loops + (index < whole % loops ? 1 : 0);
    return whole == 0 ? 0 : Math.max(1, part);
  }
}
