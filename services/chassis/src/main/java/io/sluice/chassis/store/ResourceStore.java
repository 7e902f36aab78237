package io.sluice.chassis.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.contracts.Json;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Creates, reads, changes and deletes the resources of one kind. A service extends it with the
 * table and with the checks that concern other objects: those in this database run inside the
 * write's transaction, those at other services before it, so that no lock is held while the bus is
 * asked.
 *
 * @param <R> the row
 * @param <T> the value, a record of {@code contracts}
 */
public abstract class ResourceStore<R extends NamedRow, T> {
  /** A change is tried again this often when another came between its checks and its write. */
  private static final int TRIES = 5;

  private final Owner owner;
  private final String kind;
  private final Class<T> type;

  /**
   * A store.
   *
   * @param kind for messages, as {@code backend service}
   * @param type the value's record
   */
  protected ResourceStore(Owner owner, String kind, Class<T> type) {
    this.owner = owner;
    this.kind = kind;
    this.type = type;
  }

  /** Where the rows are. */
  protected abstract PanacheRepositoryBase<R, UUID> table();

  /** An empty row. */
  protected abstract R newRow();

  /** The value's name. */
  protected abstract String name(T value);

  /** The value's id. */
  protected abstract UUID id(T value);

  /** What of a value is stored as JSON; what it leaves out, {@link #fill} puts elsewhere. */
  protected T toStore(T value) {
    return value;
  }

  /** Sets the columns beside name and spec. */
  protected void fill(R row, T value) {}

  /** The row that has this value's name in its scope, or null. Default: the scope is the kind. */
  protected Uni<R> sameName(T value) {
    return table().find("name", name(value)).firstResult();
  }

  /**
   * Checks what other services know, before the transaction.
   *
   * @param before the value it replaces, or null when it is created
   */
  protected Uni<Void> checkElsewhere(T value, T before) {
    return Uni.createFrom().voidItem();
  }

  /**
   * Checks what this database knows, in the transaction.
   *
   * @param before the value it replaces, or null when it is created
   */
  protected Uni<Void> check(Write write, T value, T before) {
    return Uni.createFrom().voidItem();
  }

  /** Refuses a deletion for what other services know, before the transaction. */
  protected Uni<Void> checkDeletionElsewhere(T value) {
    return Uni.createFrom().voidItem();
  }

  /** Refuses a deletion for what this database knows, or deletes what belongs to it. */
  protected Uni<Void> beforeDeletion(Write write, T value) {
    return Uni.createFrom().voidItem();
  }

  /** The kind, for messages. */
  public String kind() {
    return kind;
  }

  /** The owner. */
  public Owner owner() {
    return owner;
  }

  /** One resource; fails with 404 when there is none. */
  public Uni<Stored<T>> get(UUID id) {
    return owner.database().read(() -> find(id)).map(this::stored);
  }

  /** Which of some ids are of no resource of this kind. */
  public Uni<List<UUID>> missing(List<UUID> ids) {
    return owner
        .database()
        .read(() -> table().find("id in ?1", ids).list())
        .map(rows -> {
          Set<UUID> found = rows.stream().map(row -> row.id).collect(Collectors.toSet());
          return ids.stream().filter(id -> !found.contains(id)).distinct().toList();
        });
  }

  /** Part of the list. */
  public Uni<Slice<Stored<T>>> list(ListQuery query) {
    Map<String, Object> parameters = new HashMap<>(query.filters());
    String where =
        query.filters().keySet().stream()
            .sorted()
            .map(property -> property + " = :" + property)
            .collect(Collectors.joining(" and "));
    if (query.after() != null) {
      parameters.put("after", query.after());
      where += (where.isEmpty() ? "" : " and ") + "id > :after";
    }
    String condition = where;
    return owner
        .database()
        .read(() ->
            (condition.isEmpty()
                    ? table().findAll(Sort.by("id"))
                    : table().find(condition, Sort.by("id"), parameters))
                .range(0, query.limit())
                .list())
        .map(rows -> Slice.of(rows.stream().map(this::stored).toList(), query.limit()));
  }

  /** All rows changed after a revision, for a delta. Called within a transaction. */
  public Uni<List<T>> changedSince(long revision) {
    return table()
        .find("revision > ?1", revision)
        .list()
        .map(rows -> rows.stream().map(this::value).toList());
  }

  /**
   * Creates a resource.
   *
   * @param key null when it may happen twice
   * @param answer makes the answer, which is stored with the key
   */
  public Uni<Answer> create(T value, IdempotencyKey key, Function<Stored<T>, Answer> answer) {
    return owner
        .answered(key)
        .chain(known ->
            known
                .map(Uni.createFrom()::item)
                .orElseGet(() ->
                    checkElsewhere(value, null)
                        .chain(() ->
                            owner.writeOnce(key, write -> insert(write, value).map(answer)))));
  }

  /** Inserts within a write that is under way. */
  public Uni<Stored<T>> insert(Write write, T value) {
    return refuseTakenName(value)
        .chain(() -> check(write, value, null))
        .chain(() -> {
          R row = newRow();
          row.id = id(value);
          write.created(row);
          set(row, value);
          return table().persist(row).map(this::stored);
        });
  }

  /**
   * Changes a resource. A change that changes nothing writes nothing.
   *
   * @param precondition throws when the present state is not what the client expects
   * @param change the new value out of the present one; throws when it is wrong
   */
  public Uni<Stored<T>> change(
      UUID id, Function<Stored<T>, Void> precondition, Function<Stored<T>, T> change) {
    return change(id, precondition, change, 1);
  }

  /** Deletes a resource. */
  public Uni<Void> delete(UUID id, Function<Stored<T>, Void> precondition) {
    return get(id)
        .invoke(precondition::apply)
        .chain(before -> checkDeletionElsewhere(before.value()))
        .chain(() ->
            owner.write(write ->
                find(id)
                    .invoke(row -> precondition.apply(stored(row)))
                    .call(row -> beforeDeletion(write, value(row)))
                    .chain(row -> table().delete(row))
                    .chain(() -> write.removed(List.of(id)))));
  }

  private Uni<Stored<T>> change(
      UUID id, Function<Stored<T>, Void> precondition, Function<Stored<T>, T> change, int tried) {
    return get(id)
        .invoke(precondition::apply)
        .chain(before -> {
          T value = change.apply(before);
          if (value.equals(before.value())) {
            return Uni.createFrom().item(before);
          }
          return checkElsewhere(value, before.value())
              .chain(() -> owner.write(write -> replace(write, before, value)))
              .chain(after -> {
                if (after != null) {
                  return Uni.createFrom().item(after);
                }
                if (tried == TRIES) {
                  throw ProblemException.conflict(
                      "Others change this " + kind + " all the time; try again");
                }
                return change(id, precondition, change, tried + 1);
              });
        });
  }

  /** The resource after the change, or null when another change came before. */
  private Uni<Stored<T>> replace(Write write, Stored<T> before, T value) {
    return find(before.id())
        .chain(row -> {
          if (row.version != before.version()) {
            return Uni.createFrom().nullItem();
          }
          Uni<Void> nameCheck =
              Objects.equals(name(value), row.name)
                  ? Uni.createFrom().voidItem()
                  : refuseTakenName(value);
          return nameCheck
              .chain(() -> check(write, value, before.value()))
              .map(checked -> {
                write.changed(row);
                set(row, value);
                return stored(row);
              });
        });
  }

  private Uni<Void> refuseTakenName(T value) {
    return sameName(value)
        .invoke(other -> {
          if (other != null) {
            throw ProblemException.taken(
                "name", name(value), "a name that no other " + kind + " has here");
          }
        })
        .replaceWithVoid();
  }

  private Uni<R> find(UUID id) {
    return table()
        .findById(id)
        .onItem()
        .ifNull()
        .failWith(() -> ProblemException.notFound(kind, id));
  }

  /** Puts a value into its row. */
  protected final void set(R row, T value) {
    row.name = name(value);
    try {
      row.spec = Json.MAPPER.writeValueAsString(toStore(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a " + kind + " cannot be written", e);
    }
    fill(row, value);
  }

  /** A row with its value. */
  protected Stored<T> stored(R row) {
    return Stored.of(row, value(row));
  }

  /** The value in a row. Default: what was stored as {@link #toStore} gave it. */
  protected T value(R row) {
    try {
      return Json.MAPPER.readValue(row.spec, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the stored " + kind + " " + row.id + " cannot be read", e);
    }
  }
}
