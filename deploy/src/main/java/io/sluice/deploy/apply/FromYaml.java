package io.sluice.deploy.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.deploy.apply.Type.Fields;
import io.sluice.deploy.apply.Type.ListOf;
import io.sluice.deploy.apply.Type.NameOf;
import io.sluice.deploy.apply.Type.NamesOf;
import io.sluice.deploy.apply.Type.Simple;
import io.sluice.deploy.apply.Type.Variants;
import io.sluice.deploy.apply.Type.WordOrNameOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Values of a file in the one form in which both sides are compared: every default filled in,
 * nothing that is null, names for ids.
 */
final class FromYaml {
  private FromYaml() {}

  /**
   * Reads an object.
   *
   * @param besides keys that are allowed beside the fields
   * @throws FileError at an unknown key, a missing field or a wrong type
   */
  static ObjectNode object(Yaml yaml, Fields fields, List<String> besides) {
    Yaml.Mapping mapping = mapping(yaml);
    List<String> known = new ArrayList<>(fields.fields().stream().map(Field::name).toList());
    known.addAll(besides);
    requireKnown(mapping, known);
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Field field : fields.fields()) {
      Yaml value = mapping.entries().get(field.name());
      boolean none = value == null || isNull(value);
      if (none && field.isRequired()) {
        throw new FileError(yaml.at(), "'" + field.name() + "' is missing");
      }
      JsonNode read = none ? standard(field) : value(field, value);
      if (read != null) {
        object.set(field.name(), read);
      }
    }
    return object;
  }

  /** The value of a field that was left out, or null for none. */
  static JsonNode standard(Field field) {
    return switch (field.standard()) {
      case String text -> TextNode.valueOf(text);
      case Long number -> LongNode.valueOf(number);
      case Boolean flag -> BooleanNode.valueOf(flag);
      case List<?> none -> JsonNodeFactory.instance.arrayNode();
      case Object absent when absent == Field.ABSENT -> null;
      case null ->
          field.type() instanceof Fields fields
                  && fields.fields().stream().noneMatch(Field::isRequired)
              ? standards(fields)
              : null;
      default -> throw new IllegalStateException("No default of this type: " + field);
    };
  }

  private static ObjectNode standards(Fields fields) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Field field : fields.fields()) {
      JsonNode standard = standard(field);
      if (standard != null) {
        object.set(field.name(), standard);
      }
    }
    return object;
  }

  static Yaml.Mapping mapping(Yaml yaml) {
    if (yaml instanceof Yaml.Mapping mapping) {
      return mapping;
    }
    throw new FileError(yaml.at(), "an object with named fields is expected here");
  }

  static List<Yaml> items(Yaml yaml, String key) {
    if (yaml instanceof Yaml.Sequence sequence) {
      return sequence.items();
    }
    if (isNull(yaml)) {
      return List.of();
    }
    throw new FileError(yaml.at(), "'" + key + "' takes a list");
  }

  static void requireKnown(Yaml.Mapping mapping, List<String> known) {
    mapping
        .keys()
        .forEach((key, at) -> {
          if (!known.contains(key)) {
            throw new FileError(
                at, "unknown key '" + key + "'; allowed: " + String.join(", ", known));
          }
        });
  }

  private static boolean isNull(Yaml yaml) {
    return yaml instanceof Yaml.Scalar scalar && scalar.value() == null;
  }

  private static JsonNode value(Field field, Yaml yaml) {
    return switch (field.type()) {
      case Simple simple -> simple(field, simple, yaml);
      case NameOf name -> TextNode.valueOf(text(field.name(), "a name", yaml));
      case WordOrNameOf name -> TextNode.valueOf(text(field.name(), "a name", yaml));
      case NamesOf names -> texts(field.name(), "a name", yaml);
      case Fields fields -> object(yaml, fields, List.of());
      case ListOf list -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        items(yaml, field.name()).forEach(item -> array.add(object(item, list.item(), List.of())));
        yield array;
      }
      case Variants variants -> variant(field, variants, yaml);
    };
  }

  private static JsonNode variant(Field field, Variants variants, Yaml yaml) {
    Yaml.Mapping mapping = mapping(yaml);
    String names = String.join(", ", new TreeSet<>(variants.variants().keySet()));
    Yaml type = mapping.entries().get("type");
    if (type == null) {
      throw new FileError(yaml.at(), "'type' of " + field.name() + " is missing: " + names);
    }
    String name = text("type", names, type);
    Fields fields = variants.variants().get(name);
    if (fields == null) {
      throw new FileError(type.at(), "'type' is one of " + names + ", not '" + name + "'");
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("type", name);
    object.setAll(object(yaml, fields, List.of("type")));
    return object;
  }

  private static JsonNode simple(Field field, Simple type, Yaml yaml) {
    return switch (type) {
      case TEXT -> TextNode.valueOf(text(field.name(), type.text(), yaml));
      case HOST -> TextNode.valueOf(text(field.name(), type.text(), yaml).toLowerCase(Locale.ROOT));
      case NUMBER -> LongNode.valueOf(scalar(field.name(), type.text(), yaml, Long.class));
      case FLAG -> BooleanNode.valueOf(scalar(field.name(), type.text(), yaml, Boolean.class));
      case TEXTS -> texts(field.name(), type.text(), yaml);
      case NUMBERS -> numbers(field.name(), type.text(), yaml);
      case CERTIFICATE_FILE ->
          TextNode.valueOf(PemFiles.certificates(yaml.at(), text(field.name(), type.text(), yaml)));
      case KEY_FILE -> {
        PemFiles.text(yaml.at(), text(field.name(), type.text(), yaml));
        yield BooleanNode.TRUE;
      }
    };
  }

  private static ArrayNode numbers(String field, String expected, Yaml yaml) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    items(yaml, field).forEach(item -> array.add(scalar(field, expected, item, Long.class)));
    return array;
  }

  private static ArrayNode texts(String field, String expected, Yaml yaml) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    items(yaml, field).forEach(item -> array.add(text(field, expected, item)));
    return array;
  }

  /**
   * What YAML takes for something else is a text too where a text is wanted: {@code expectedCodes:
   * 200}, {@code httpVersion: 1.1}, {@code clientAuth: off}.
   */
  static String text(String field, String expected, Yaml yaml) {
    if (yaml instanceof Yaml.Scalar scalar && scalar.value() instanceof Long number) {
      return number.toString();
    }
    if (yaml instanceof Yaml.Scalar scalar
        && (scalar.value() instanceof Double || scalar.value() instanceof Boolean)) {
      return scalar.source();
    }
    return scalar(field, expected, yaml, String.class);
  }

  private static <T> T scalar(String field, String expected, Yaml yaml, Class<T> type) {
    if (yaml instanceof Yaml.Scalar scalar && type.isInstance(scalar.value())) {
      return type.cast(scalar.value());
    }
    String got =
        switch (yaml) {
          case Yaml.Scalar scalar -> scalar.toString();
          case Yaml.Mapping mapping -> "an object";
          case Yaml.Sequence sequence -> "a list";
        };
    throw new FileError(yaml.at(), "'" + field + "' takes " + expected + ", not " + got);
  }
}
