package io.sluice.chassis.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sluice.chassis.problem.ProblemException;
import java.io.IOException;
import java.util.List;

/**
 * The JSON of REST: a body is one object of strict JSON, no key twice, at most 20 levels deep; what
 * is in it is judged by {@link Fields}. Written values keep their nulls, so that a reader sees each
 * field there is.
 */
public final class StrictJson {
  private static final int DEPTH = 20;
  private static final int NUMBER_CHARACTERS = 40;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxNumberLength(NUMBER_CHARACTERS)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // 1.10 must not become 1.1 in an error message, nor 1e400 infinity.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private StrictJson() {}

  /**
   * Parses a request body.
   *
   * @throws ProblemException 400 when it is no JSON object, with line and column
   */
  public static ObjectNode parseObject(byte[] body) {
    JsonNode node;
    try {
      node = MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
      throw new ProblemException(
          400, "The body is no valid JSON: " + e.getOriginalMessage() + where, List.of());
    } catch (IOException e) {
      throw ProblemException.badRequest("", null, "a JSON object");
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw ProblemException.badRequest(
        "", node == null || node.isMissingNode() ? null : node, "a JSON object");
  }

  /** A value as a tree, with its nulls. */
  public static ObjectNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** An empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The JSON name of an enum's value. */
  static String name(Enum<?> value) {
    return MAPPER.convertValue(value, String.class);
  }

  /** A value as text. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(value.getClass() + " cannot be written", e);
    }
  }
}
