package io.sluice.chassis.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
  /** The examples of RFC 7396 appendix A that have objects on both sides. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"a":"b"}           | {"a":"c"}                     | {"a":"c"}
          {"a":"b"}           | {"b":"c"}                     | {"a":"b","b":"c"}
          {"a":"b"}           | {"a":null}                    | {}
          {"a":"b","b":"c"}   | {"a":null}                    | {"b":"c"}
          {"a":["b"]}         | {"a":"c"}                     | {"a":"c"}
          {"a":"c"}           | {"a":["b"]}                   | {"a":["b"]}
          {"a":{"b":"c"}}     | {"a":{"b":"d","c":null}}      | {"a":{"b":"d"}}
          {"a":[{"b":"c"}]}   | {"a":[1]}                     | {"a":[1]}
          {"e":null}          | {"a":1}                       | {"e":null,"a":1}
          {}                  | {"a":{"bb":{"ccc":null}}}     | {"a":{"bb":{}}}
          """)
  void mergesAsTheStandardShows(String target, String patch, String result) {
    ObjectNode before = parse(target);

    assertThat(MergePatch.apply(before, parse(patch))).isEqualTo(parse(result));
    assertThat(before).isEqualTo(parse(target));
  }

  private static ObjectNode parse(String json) {
    return StrictJson.parseObject(json.getBytes(StandardCharsets.UTF_8));
  }
}
