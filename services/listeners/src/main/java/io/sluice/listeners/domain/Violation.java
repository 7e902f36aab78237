package io.sluice.listeners.domain;

/**
 * One wrong field of a body.
 *
 * @param field its path, as {@code action.backendServices[2].weight}
 * @param value what was sent; text above 100 characters is cut; null when missing
 * @param allowed what may be sent, for a person
 */
public record Violation(String field, Object value, String allowed) {
  private static final int MAX_SHOWN = 100;

  public Violation {
    if (value instanceof String text && text.length() > MAX_SHOWN) {
      value = text.substring(0, MAX_SHOWN) + "…";
    }
  }
}
