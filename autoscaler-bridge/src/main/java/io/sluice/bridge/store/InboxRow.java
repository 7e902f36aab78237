package io.sluice.bridge.store;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Generated;

/** A stored event. */
@Entity
@Table(name = "inbox")
public class InboxRow extends PanacheEntityBase {
  /** UUID version 7: lists are in the order of arrival. */
  @Id public UUID id;

  /** Given by the database while the source's lane is locked: the order of a source's events. */
  @Generated
  @Column(insertable = false, updatable = false)
  public Long number;

  @Column(name = "source_id", nullable = false)
  public UUID sourceId;

  @Column(name = "event_id", nullable = false)
  public String eventId;

  /** {@code register} or {@code deregister}. */
  @Column(nullable = false)
  public String operation;

  /** The instances as JSON. */
  @Column(nullable = false)
  public String targets;

  /** See {@link io.sluice.bridge.domain.EventState#text}. */
  @Column(nullable = false)
  public String state;

  @Column(nullable = false)
  public int attempts;

  /** What the registry said last, or null. */
  public String detail;

  @Column(name = "received_at", nullable = false)
  public Instant receivedAt;

  @Column(name = "done_at")
  public Instant doneAt;
}
