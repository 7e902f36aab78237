package io.sluice.deploy.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.deploy.UserError;
import io.sluice.deploy.apply.Change.Action;
import io.sluice.deploy.apply.Change.FieldChange;
import io.sluice.deploy.apply.Type.Fields;
import io.sluice.deploy.apply.Type.ListOf;
import io.sluice.deploy.apply.Type.NameOf;
import io.sluice.deploy.apply.Type.NamesOf;
import io.sluice.deploy.apply.Type.Variants;
import io.sluice.deploy.apply.Type.WordOrNameOf;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The differences between what is asked for and what is there.
 *
 * @param changes creations and changes in the order of the file, then deletions
 */
record Plan(List<Change> changes) {
  /**
   * Compares.
   *
   * @throws UserError when the file refers to what neither side has, or asks for the impossible
   */
  static Plan of(DesiredState desired, CurrentState current) {
    List<Change> changes = new ArrayList<>();
    for (Desired wanted : desired.objects().values()) {
      checkReferences(wanted, desired, current);
      Current there = current.objects().get(wanted.key());
      if (there == null) {
        changes.add(new Change(Action.CREATE, wanted.key(), wanted, null, List.of()));
      } else {
        change(wanted, there, changes);
      }
    }
    for (Current there : current.all().reversed()) {
      boolean unwanted =
          !desired.objects().containsKey(there.key()) && desired.isWholeTruthOf(there.key());
      if (unwanted && !there.draining()) {
        requireUnprotected(there);
        changes.add(new Change(Action.DELETE, there.key(), null, there, List.of()));
      }
    }
    return new Plan(List.copyOf(changes));
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  long count(Action action) {
    return changes.stream().filter(change -> change.action() == action).count();
  }

  private static void change(Desired wanted, Current there, List<Change> changes) {
    List<FieldChange> fields = new ArrayList<>();
    compare("", there.spec(), wanted.spec(), fields);
    if (there.draining()) {
      fields.add(new FieldChange("draining", "true", "false"));
    }
    if (fields.isEmpty()) {
      return;
    }
    boolean fixed =
        Schema.of(wanted.key().kind()).fields().stream()
            .filter(Field::isFixed)
            .anyMatch(field ->
                !Objects.equals(there.spec().get(field.name()), wanted.spec().get(field.name())));
    if (fixed && wanted.key().kind() != Kind.LISTENER) {
      throw new FileError(
          wanted.yaml().at(),
          wanted.key() + " is there already, and this cannot be changed: " + fields.getFirst());
    }
    changes.add(
        new Change(fixed ? Action.REPLACE : Action.UPDATE, wanted.key(), wanted, there, fields));
  }

  /** Objects field by field, everything else as a whole. */
  private static void compare(
      String path, JsonNode before, JsonNode after, List<FieldChange> found) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (before instanceof ObjectNode && after instanceof ObjectNode) {
      Set<String> names = new LinkedHashSet<>();
      before.fieldNames().forEachRemaining(names::add);
      after.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        String below = path.isEmpty() ? name : path + "." + name;
        compare(below, before.get(name), after.get(name), found);
      }
    } else {
      found.add(new FieldChange(path, text(before), text(after)));
    }
  }

  private static String text(JsonNode value) {
    if (value == null) {
      return null;
    }
    if (PemFiles.isCertificates(value.asText())) {
      return PemFiles.shown(value.asText());
    }
    return value.isTextual() && !value.asText().isEmpty() ? value.asText() : value.toString();
  }

  /** Its listeners would be gone before the service refuses to delete it. */
  private static void requireUnprotected(Current there) {
    if (there.spec().path("deletionProtection").asBoolean()) {
      throw new UserError(
          there.key()
              + " is not in the file, but protected from deletion. Apply it with"
              + " deletionProtection: false first. Nothing was changed.");
    }
  }

  private static void requireThere(
      Key key, Yaml place, DesiredState desired, CurrentState current) {
    boolean stays = current.find(key).isPresent() && !desired.isWholeTruthOf(key);
    if (!desired.objects().containsKey(key) && !stays) {
      throw new FileError(place.at(), "there is no " + key);
    }
  }

  private static void checkReferences(Desired wanted, DesiredState desired, CurrentState current) {
    checkObject(
        wanted, wanted.spec(), Schema.of(wanted.key().kind()), wanted.yaml(), desired, current);
  }

  private static void checkObject(
      Desired owner,
      JsonNode spec,
      Fields fields,
      Yaml yaml,
      DesiredState desired,
      CurrentState current) {
    for (Field field : fields.fields()) {
      JsonNode value = spec.get(field.name());
      Yaml place = value == null ? null : YamlPlace.child(yaml, field.name());
      if (value == null || place == null) {
        continue;
      }
      switch (field.type()) {
        case NameOf name -> {
          Key parent = name.kind().parent().isPresent() ? owner.key().parent() : null;
          requireThere(new Key(name.kind(), parent, value.asText()), place, desired, current);
        }
        case NamesOf names -> {
          for (int i = 0; i < value.size(); i++) {
            requireThere(
                new Key(names.kind(), null, value.get(i).asText()),
                YamlPlace.item(place, i),
                desired,
                current);
          }
        }
        case WordOrNameOf name -> {
          if (!name.words().contains(value.asText())) {
            requireThere(new Key(name.kind(), null, value.asText()), place, desired, current);
          }
        }
        case ListOf list -> {
          for (int i = 0; i < value.size(); i++) {
            Yaml item = YamlPlace.item(place, i);
            checkObject(owner, value.get(i), list.item(), item, desired, current);
          }
        }
        case Variants variants ->
            checkObject(
                owner,
                value,
                variants.variants().get(value.path("type").asText()),
                place,
                desired,
                current);
        case Fields below -> checkObject(owner, value, below, place, desired, current);
        case Type.Simple simple -> {}
      }
    }
  }
}
