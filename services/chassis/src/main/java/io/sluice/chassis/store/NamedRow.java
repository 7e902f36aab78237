package io.sluice.chassis.store;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;

/**
 * A stored resource: its value as JSON of {@code contracts}, and beside it the columns that
 * uniqueness, references and filters need.
 */
@MappedSuperclass
public abstract class NamedRow extends Row {
  @Column(nullable = false)
  public String name;

  @Column(nullable = false, columnDefinition = "text")
  public String spec;
}
