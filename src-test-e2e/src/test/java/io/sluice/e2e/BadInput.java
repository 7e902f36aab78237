package io.sluice.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.e2e.suite.Api;
import io.sluice.e2e.suite.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bad request of {@code bad-input.txt}.
 *
 * @param name what is wrong with it
 * @param service the service asked
 * @param method its method
 * @param path below {@code /api/v1}
 * @param body its body, or null
 * @param status the status expected
 * @param field the last part of the field that the answer must name, or null where none is wrong
 * @param fields header fields; {@code Authorization} replaces the suite's token
 */
record BadInput(
    String name,
    String service,
    String method,
    String path,
    byte[] body,
    int status,
    String field,
    Map<String, String> fields) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");
  private static final Pattern REPEAT = Pattern.compile("\\$\\{(.+?)\\*(\\d+)}");
  private static final Pattern FIELD_OF = Pattern.compile("(\\w+) (-(\\w+)|(\\w+)=(.*))");

  /**
   * Reads the table.
   *
   * @param ids what {@code ${name}} stands for
   * @param valid a valid body of each kind
   */
  static List<BadInput> table(Map<String, String> ids, Map<String, Map<String, Object>> valid)
      throws IOException {
    try (InputStream in = BadInput.class.getResourceAsStream("bad-input.txt")) {
      List<BadInput> table = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.isBlank() && !line.startsWith("#")) {
          table.add(parse(line.split(" \\| ", -1), ids, valid));
        }
      }
      return table;
    }
  }

  Reply send(Api api) {
    Api asked = api;
    Map<String, String> rest = new LinkedHashMap<>(fields);
    String authorization = rest.remove("Authorization");
    if (authorization != null) {
      asked =
          api.withToken(authorization.startsWith("Bearer ") ? authorization.substring(7) : null);
    }
    return asked.send(method, path, body, rest);
  }

  private static BadInput parse(
      String[] columns, Map<String, String> ids, Map<String, Map<String, Object>> valid)
      throws JsonProcessingException {
    String[] request = filled(columns[1], ids).split(" ", 3);
    String[] expected = columns[3].split(" ", 2);
    Map<String, String> fields = new LinkedHashMap<>();
    byte[] body = body(filled(columns[2], ids), valid);
    if (body != null) {
      fields.put(
          "Content-Type",
          "PATCH".equals(request[1]) ? "application/merge-patch+json" : "application/json");
    }
    if (columns.length > 4) {
      String[] header = filled(columns[4], ids).split(": ", 2);
      fields.put(header[0], header[1]);
    }
    return new BadInput(
        columns[0],
        request[0],
        request[1],
        request[2],
        body,
        Integer.parseInt(expected[0]),
        expected.length > 1 ? expected[1] : null,
        fields);
  }

  private static byte[] body(String text, Map<String, Map<String, Object>> valid)
      throws JsonProcessingException {
    if ("-".equals(text)) {
      return null;
    }
    if (text.startsWith("0x")) {
      return HexFormat.of().parseHex(text.substring(2));
    }
    Matcher fieldOf = FIELD_OF.matcher(text);
    if (fieldOf.matches() && valid.containsKey(fieldOf.group(1))) {
      ObjectNode object = JSON.valueToTree(valid.get(fieldOf.group(1)));
      if (fieldOf.group(3) != null) {
        object.remove(fieldOf.group(3));
      } else {
        object.set(fieldOf.group(4), JSON.readTree(fieldOf.group(5)));
      }
      return JSON.writeValueAsBytes(object);
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String filled(String text, Map<String, String> ids) {
    String named =
        NAME.matcher(text).replaceAll(match -> Matcher.quoteReplacement(ids.get(match.group(1))));
    return REPEAT
        .matcher(named)
        .replaceAll(match ->
            Matcher.quoteReplacement(match.group(1).repeat(Integer.parseInt(match.group(2)))));
  }
}
