package io.sluice.chassis.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/** A whole number that was read. A range must be given before the value is taken. */
public final class NumberField {
  private final Fields in;
  private final String name;
  private final JsonNode node;

  NumberField(Fields in, String name, JsonNode node) {
    this.in = in;
    this.name = name;
    this.node = node;
  }

  /** The least and the largest value. */
  public Field<Integer> range(int min, int max) {
    Long value = read(min, max);
    return new Ranged<>(in, name, value == null ? null : value.intValue(), node, min, min, max);
  }

  /** The least and the largest value. */
  public Field<Long> range(long min, long max) {
    return new Ranged<>(in, name, read(min, max), node, min, min, max);
  }

  /** One of some values. */
  public Field<Integer> oneOf(int... values) {
    String allowed = Arrays.toString(values);
    if (node != null
        && (!node.isInt() || Arrays.stream(values).noneMatch(value -> value == node.intValue()))) {
      in.wrong(name, node, "one of " + allowed);
    }
    return new Field<>(
        in, name, node == null ? null : Integer.valueOf(node.intValue()), node, values[0]);
  }

  private Long read(long min, long max) {
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < min
        || node.longValue() > max) {
      in.wrong(name, node, "a whole number " + min + "-" + max);
      return min;
    }
    return node.longValue();
  }

  private static final class Ranged<T extends Number> extends Field<T> {
    private final long min;
    private final long max;

    Ranged(Fields in, String name, T value, Object raw, T standIn, long min, long max) {
      super(in, name, value, raw, standIn);
      this.min = min;
      this.max = max;
    }

    @Override
    protected String allowed() {
      return "a whole number " + min + "-" + max;
    }
  }
}
