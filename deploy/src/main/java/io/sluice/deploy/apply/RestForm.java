package io.sluice.deploy.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.Locale;
import java.util.function.BiFunction;

/** Translates between the form in which objects are compared and that of REST. */
final class RestForm {
  private RestForm() {}

  /**
   * From REST: fields that are not of the schema are left out, defaults filled in, ids turned into
   * names.
   *
   * @param names name of an object by kind and id
   */
  static ObjectNode fromRest(JsonNode rest, Fields fields, BiFunction<Kind, String, String> names) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Field field : fields.fields()) {
      JsonNode value = rest.path(field.restName());
      JsonNode read =
          value.isMissingNode() || value.isNull()
              ? FromYaml.standard(field)
              : valueFromRest(field.type(), value, names);
      if (read != null) {
        object.set(field.name(), read);
      }
    }
    return object;
  }

  private static JsonNode valueFromRest(
      Type type, JsonNode value, BiFunction<Kind, String, String> names) {
    return switch (type) {
      case Simple simple ->
          switch (simple) {
            case NUMBER -> LongNode.valueOf(value.asLong());
            case NUMBERS -> {
              ArrayNode array = JsonNodeFactory.instance.arrayNode();
              value.forEach(number -> array.add(number.asLong()));
              yield array;
            }
            case HOST -> TextNode.valueOf(value.asText().toLowerCase(Locale.ROOT));
            case TEXT, FLAG, TEXTS, CERTIFICATE_FILE -> value;
            // What has no key is the same as what names none.
            case KEY_FILE -> value.asBoolean() ? value : null;
          };
      case NameOf name -> TextNode.valueOf(names.apply(name.kind(), value.asText()));
      case NamesOf list -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        value.forEach(id -> array.add(names.apply(list.kind(), id.asText())));
        yield array;
      }
      case WordOrNameOf name ->
          name.words().contains(value.asText())
              ? value
              : TextNode.valueOf(names.apply(name.kind(), value.asText()));
      case Fields fields -> fromRest(value, fields, names);
      case ListOf list -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        value.forEach(item -> array.add(fromRest(item, list.item(), names)));
        yield array;
      }
      case Variants variants -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        String variant = value.path("type").asText();
        object.put("type", variant);
        Fields fields = variants.variants().get(variant);
        yield fields == null ? object : object.setAll(fromRest(value, fields, names));
      }
    };
  }

  /**
   * To REST: names turned into ids.
   *
   * @param ids id of an object by kind and name
   */
  static ObjectNode toRest(ObjectNode object, Fields fields, BiFunction<Kind, String, String> ids) {
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    for (Field field : fields.fields()) {
      JsonNode value = object.get(field.name());
      if (value != null) {
        rest.set(field.restName(), valueToRest(field.type(), value, ids));
      }
    }
    return rest;
  }

  private static JsonNode valueToRest(
      Type type, JsonNode value, BiFunction<Kind, String, String> ids) {
    return switch (type) {
      case Simple simple -> value;
      case NameOf name -> TextNode.valueOf(ids.apply(name.kind(), value.asText()));
      case NamesOf list -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        value.forEach(name -> array.add(ids.apply(list.kind(), name.asText())));
        yield array;
      }
      case WordOrNameOf name ->
          name.words().contains(value.asText())
              ? value
              : TextNode.valueOf(ids.apply(name.kind(), value.asText()));
      case Fields fields -> toRest((ObjectNode) value, fields, ids);
      case ListOf list -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        value.forEach(item -> array.add(toRest((ObjectNode) item, list.item(), ids)));
        yield array;
      }
      case Variants variants -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        String variant = value.path("type").asText();
        object.put("type", variant);
        yield object.setAll(toRest((ObjectNode) value, variants.variants().get(variant), ids));
      }
    };
  }
}
