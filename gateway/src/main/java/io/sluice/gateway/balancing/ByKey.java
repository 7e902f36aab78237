package io.sluice.gateway.balancing;

import io.sluice.gateway.table.Placement;
import java.util.Collection;

/**
 * A request's key says its target, through any gateway and event loop; a retry goes to the next in
 * the key's order of targets. It has no state.
 *
 * <p>A target in a slow start takes its keys over one by one: the others stay where they would be
 * without it, which is where they were. So none moves more than once.
 */
final class ByKey implements Choice {
  private final Rotation rotation;
  private final Placement placement;

  /**
   * A choice by key.
   *
   * @param placement of the targets in the rotation, in its order
   */
  ByKey(Rotation rotation, Placement placement) {
    this.rotation = rotation;
    this.placement = placement;
  }

  @Override
  public LoopEndpoint choose(long key, long now, Collection<LoopEndpoint> tried) {
    LoopEndpoint[] targets = rotation.targets();
    int chosen =
        tried.isEmpty()
            ? placement.first(key)
            : placement.first(key, i -> !tried.contains(targets[i]));
    if (chosen < 0) {
      return null;
    }
    if (targets[chosen].percent() < 100 && !takenOver(key, targets[chosen].percent())) {
      int grown =
          placement.first(key, i -> targets[i].percent() == 100 && !tried.contains(targets[i]));
      return targets[grown < 0 ? chosen : grown];
    }
    return targets[chosen];
  }

  /** Placement looks at the upper bits of a key; these are independent of them. */
  private static boolean takenOver(long key, int percent) {
    return (key & 0xffff) * 100 >>> 16 < percent;
  }
}
