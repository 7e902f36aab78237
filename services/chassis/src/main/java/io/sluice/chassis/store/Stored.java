package io.sluice.chassis.store;

import java.time.Instant;
import java.util.UUID;

/**
 * A value with what the store knows of it.
 *
 * @param id identity
 * @param value the value
 * @param version see {@link Row#version}
 * @param revision see {@link Row#revision}
 * @param createdAt when it was created
 * @param updatedAt when it was last changed
 */
public record Stored<T>(
    UUID id, T value, long version, long revision, Instant createdAt, Instant updatedAt) {
  /** A row with its value. */
  public static <T> Stored<T> of(Row row, T value) {
    return new Stored<>(row.id, value, row.version, row.revision, row.createdAt, row.updatedAt);
  }

  /** The ETag: the version in quotes. */
  public String etag() {
    return "\"" + version + "\"";
  }
}
