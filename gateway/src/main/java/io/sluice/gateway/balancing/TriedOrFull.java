package io.sluice.gateway.balancing;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;

/**
 * Targets that are not to be chosen: those that were tried, and those without room. What has room
 * is found out by looking, so it can only be asked for one target, and never counts as empty.
 */
final class TriedOrFull extends AbstractCollection<LoopEndpoint> {
  private final Collection<LoopEndpoint> tried;
  private final int most;

  TriedOrFull(Collection<LoopEndpoint> tried, int most) {
    this.tried = tried;
    this.most = most;
  }

  @Override
  public boolean contains(Object target) {
    return !((LoopEndpoint) target).shared().hasRoom(most) || tried.contains(target);
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public Iterator<LoopEndpoint> iterator() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int size() {
    throw new UnsupportedOperationException();
  }
}
