package io.sluice.chassis.api;

/**
 * A field that was read: present, absent, or wrong and noted.
 *
 * @param <T> its type
 */
public class Field<T> {
  protected final Fields in;
  protected final String name;
  protected final Object raw;
  protected T value;
  private final T standIn;

  Field(Fields in, String name, T value, Object raw, T standIn) {
    this.in = in;
    this.name = name;
    this.value = value;
    this.raw = raw;
    this.standIn = standIn;
  }

  /** The value; an absent field is noted as wrong. */
  public T required() {
    if (raw == null) {
      in.wrong(name, null, "required" + (allowed().isEmpty() ? "" : ": " + allowed()));
      return standIn;
    }
    return value == null ? standIn : value;
  }

  /** The value, or this one when absent. */
  public T or(T absent) {
    return value == null ? absent : value;
  }

  /** The value, or null when absent. */
  public T optional() {
    return value;
  }

  /** What is allowed, for the message about an absent field. */
  protected String allowed() {
    return "";
  }
}
