package io.sluice.gateway.table;

import io.sluice.contracts.sync.Revision;

/**
 * Which state of each owner a table was built from.
 *
 * @param listeners revision of the listeners service
 * @param registry revision of the registry
 * @param health revision of the health service
 */
public record Revisions(Revision listeners, Revision registry, Revision health) {
  /** Before any configuration. */
  public static final Revisions NONE = new Revisions(Revision.NONE, Revision.NONE, Revision.NONE);

  @Override
  public String toString() {
    return "listeners %s, registry %s, health %s"
        .formatted(text(listeners), text(registry), text(health));
  }

  private static String text(Revision revision) {
    return revision.epoch() + "." + revision.number();
  }
}
