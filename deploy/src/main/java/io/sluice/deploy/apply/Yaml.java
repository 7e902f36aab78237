package io.sluice.deploy.apply;

import java.util.List;
import java.util.SequencedMap;

/** A value of a YAML file that knows its place. */
sealed interface Yaml {
  /** Where it stands. */
  At at();

  /**
   * A mapping.
   *
   * @param entries values by key, in the file's order
   * @param keys where each key stands
   */
  record Mapping(At at, SequencedMap<String, Yaml> entries, SequencedMap<String, At> keys)
      implements Yaml {}

  /** A sequence. */
  record Sequence(At at, List<Yaml> items) implements Yaml {}

  /**
   * A single value.
   *
   * @param value String, Long, Double, Boolean or null
   * @param source as it stands in the file
   */
  record Scalar(At at, Object value, String source) implements Yaml {
    @Override
    public String toString() {
      return value instanceof String ? "'" + value + "'" : String.valueOf(value);
    }
  }
}
