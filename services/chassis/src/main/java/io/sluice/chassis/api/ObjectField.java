package io.sluice.chassis.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * An object that was read.
 *
 * @param <T> what it was read to
 */
public final class ObjectField<T> extends Field<T> {
  private final Function<Fields, T> reader;

  ObjectField(Fields in, String name, T value, JsonNode raw, Function<Fields, T> reader) {
    super(in, name, value, raw, null);
    this.reader = reader;
  }

  /** The value; when absent, what an empty object gives: all defaults. */
  public T orEmpty() {
    return raw == null ? Fields.read(StrictJson.object(), reader) : value;
  }
}
