package io.sluice.gateway.balancing;

import io.sluice.gateway.table.Placement;
import java.util.Collection;

/**
 * A request's key says its target, through any gateway and event loop; a retry goes to the next in
 * the key's order of targets. It has no state.
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
    int chosen =
        tried.isEmpty()
            ? placement.first(key)
            : placement.first(key, i -> !tried.contains(rotation.targets()[i]));
    return chosen < 0 ? null : rotation.targets()[chosen];
  }
}
