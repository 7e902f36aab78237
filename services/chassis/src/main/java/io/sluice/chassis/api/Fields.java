package io.sluice.chassis.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.chassis.id.Ids;
import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.problem.Violations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * Reads the fields of a JSON object, checks type and range, fills in defaults, and notes every
 * wrong, missing or unknown field by its path. A field reads on one line:
 *
 * <pre>{@code
 * int port = in.integer("port").range(1, 65535).required();
 * String description = in.text("description").length(0, 256).or("");
 * HealthCheck check = in.object("healthCheck", HealthCheckBody::read).orEmpty();
 * }</pre>
 *
 * <p>Nothing is converted: {@code "1"} and {@code 1.5} are no integers. JSON null counts as absent.
 * A wrong field yields a stand-in and reading goes on, so that one answer names all; {@link
 * #read(ObjectNode, Function)} then throws.
 */
public final class Fields {
  /** Letters of any script, digits and hyphens. */
  private static final String NAME_ALLOWED =
      "1-63 characters: lower-case a-z, 0-9, '-' and letters of other scripts";

  private final ObjectNode json;
  private final String path;
  private final Violations violations;
  private final Set<String> known = new TreeSet<>();

  private Fields(ObjectNode json, String path, Violations violations) {
    this.json = json;
    this.path = path;
    this.violations = violations;
  }

  /**
   * Reads a whole body.
   *
   * @throws ProblemException 400 that names every wrong field
   */
  public static <T> T read(ObjectNode body, Function<Fields, T> reader) {
    Violations violations = new Violations();
    T value = readInto(body, "", violations, reader);
    if (!violations.isEmpty()) {
      throw ProblemException.badRequest(violations);
    }
    return value;
  }

  private static <T> T readInto(
      ObjectNode json, String path, Violations violations, Function<Fields, T> reader) {
    Fields fields = new Fields(json, path, violations);
    T value = reader.apply(fields);
    fields.refuseUnknown();
    return value;
  }

  /** Notes a field as wrong for a reason of the caller's own, as two fields that do not fit. */
  public void wrong(String field, Object value, String allowed) {
    violations.add(path + field, value, allowed);
  }

  /** Takes note of fields that are read elsewhere, or only shown, so that they are not unknown. */
  public void ignore(Set<String> fields) {
    known.addAll(fields);
  }

  /** The product's {@code name}: required, 1-63 characters. */
  public String name() {
    return text("name").length(1, 63).matching(Fields::isName, NAME_ALLOWED).required();
  }

  /** The product's {@code description}: at most 256 characters, empty by default. */
  public String description() {
    return text("description").length(0, 256).or("");
  }

  /** A text. */
  public TextField text(String field) {
    return new TextField(this, field, node(field));
  }

  /** A whole number. */
  public NumberField integer(String field) {
    return new NumberField(this, field, node(field));
  }

  /** True or false. */
  public Field<Boolean> bool(String field) {
    JsonNode node = node(field);
    if (node == null || node.isBoolean()) {
      return new Field<>(this, field, node == null ? null : node.booleanValue(), node, false);
    }
    return refused(field, node, "true or false", false);
  }

  /** The id of another object. */
  public Field<UUID> id(String field) {
    JsonNode node = node(field);
    UUID id = node == null || !node.isTextual() ? null : Ids.parse(node.textValue());
    if (node == null || id != null) {
      return new Field<>(this, field, id, node, null);
    }
    return refused(field, node, "an id, as 0198c0de-0000-7000-8000-000000000000", null);
  }

  /** One of an enum's values, by its JSON name. */
  public <E extends Enum<E>> Field<E> choice(String field, Class<E> type) {
    return choice(field, List.of(type.getEnumConstants()));
  }

  /** A list of an enum's values, by their JSON names. */
  public <E extends Enum<E>> Field<List<E>> choices(String field, Class<E> type) {
    Map<String, E> byName = byName(List.of(type.getEnumConstants()));
    return list(
        field,
        0,
        byName.size(),
        String.join(", ", byName.keySet()),
        index -> node -> node.isTextual() ? byName.get(node.textValue()) : null);
  }

  private static <T> Map<String, T> byName(List<T> values) {
    Map<String, T> byName = new LinkedHashMap<>();
    values.forEach(value ->
        byName.put(value instanceof Enum<?> e ? StrictJson.name(e) : value.toString(), value));
    return byName;
  }

  /** One of some values, by their JSON names. */
  public <T> Field<T> choice(String field, List<T> values) {
    Map<String, T> byName = byName(values);
    JsonNode node = node(field);
    if (node == null) {
      return new Field<>(this, field, null, null, values.getFirst());
    }
    T value = node.isTextual() ? byName.get(node.textValue()) : null;
    return value == null
        ? refused(field, node, String.join(", ", byName.keySet()), values.getFirst())
        : new Field<>(this, field, value, node, values.getFirst());
  }

  /** An object. */
  public <T> ObjectField<T> object(String field, Function<Fields, T> reader) {
    JsonNode node = node(field);
    if (node != null && !(node instanceof ObjectNode)) {
      wrong(field, node, "a JSON object");
      return new ObjectField<>(this, field, null, node, reader);
    }
    T value =
        node == null ? null : readInto((ObjectNode) node, path + field + ".", violations, reader);
    return new ObjectField<>(this, field, value, node, reader);
  }

  /** A list of objects. */
  public <T> Field<List<T>> objects(String field, int min, int max, Function<Fields, T> reader) {
    return list(
        field,
        min,
        max,
        "a JSON object",
        index ->
            node ->
                node instanceof ObjectNode object
                    ? readInto(object, path + field + "[" + index + "].", violations, reader)
                    : null);
  }

  /** A list of texts of 1 to some characters. */
  public Field<List<String>> texts(String field, int max, int characters) {
    return list(
        field,
        0,
        max,
        "1-" + characters + " characters",
        index ->
            node ->
                node.isTextual()
                        && !node.textValue().isEmpty()
                        && node.textValue().length() <= characters
                    ? node.textValue()
                    : null);
  }

  /**
   * A list of whole numbers.
   *
   * @param allowed what holds for each, and {@code text} says
   */
  public Field<List<Integer>> integers(String field, int max, IntPredicate allowed, String text) {
    return list(
        field,
        0,
        max,
        text,
        index ->
            node ->
                node.isIntegralNumber() && node.canConvertToInt() && allowed.test(node.intValue())
                    ? node.intValue()
                    : null);
  }

  /** A list of ids. */
  public Field<List<UUID>> ids(String field, int min, int max) {
    return list(
        field,
        min,
        max,
        "an id",
        index -> node -> node.isTextual() ? Ids.parse(node.textValue()) : null);
  }

  /** An object whose {@code type} says which fields it has. */
  public <T> T variant(Map<String, Function<Fields, T>> readers) {
    String type = choice("type", List.copyOf(readers.keySet())).required();
    if (!json.path("type").isTextual() || !readers.containsKey(json.get("type").textValue())) {
      known.addAll(names());
      return null;
    }
    return readers.get(type).apply(this);
  }

  /** Whether the object has a field, be it null. */
  public boolean mentions(String field) {
    return json.has(field);
  }

  /** Whether the object has a field that is not null. */
  public boolean has(String field) {
    return json.hasNonNull(field);
  }

  private <T> Field<List<T>> list(
      String field,
      int min,
      int max,
      String itemAllowed,
      IntFunction<Function<JsonNode, T>> itemReader) {
    JsonNode node = node(field);
    if (node == null) {
      return new Field<>(this, field, null, null, List.of());
    }
    if (!(node instanceof ArrayNode array) || array.size() < min || array.size() > max) {
      return refused(
          field,
          node instanceof ArrayNode array ? array.size() + " entries" : node,
          "a list of " + min + "-" + max + " entries",
          List.of());
    }
    List<T> items = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      int before = violations.all().size();
      T item = itemReader.apply(i).apply(array.get(i));
      if (item != null) {
        items.add(item);
      } else if (violations.all().size() == before) {
        wrong(field + "[" + i + "]", array.get(i), itemAllowed);
      }
    }
    return new Field<>(this, field, items, node, List.of());
  }

  private <T> Field<T> refused(String field, Object value, String allowed, T standIn) {
    wrong(field, value, allowed);
    return new Field<>(this, field, standIn, value, standIn);
  }

  private JsonNode node(String field) {
    known.add(field);
    JsonNode node = json.get(field);
    return node == null || node.isNull() ? null : node;
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private void refuseUnknown() {
    for (String name : names()) {
      if (!known.contains(name)) {
        wrong(name, json.get(name), "no such field; there are " + String.join(", ", known));
      }
    }
  }

  private static boolean isName(String text) {
    return text.codePoints()
        .allMatch(c ->
            c == '-'
                || (c < 128
                    ? (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
                    : Character.isLetter(c)));
  }
}
