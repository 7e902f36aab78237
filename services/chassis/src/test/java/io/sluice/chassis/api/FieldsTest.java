package io.sluice.chassis.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.chassis.problem.ProblemException;
import io.sluice.chassis.problem.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
  private record Inner(int weight) {}

  private static Inner inner(Fields in) {
    return new Inner(in.integer("weight").range(0, 256).or(10));
  }

  @Test
  void presentFieldsAreReadAndAbsentOnesGetTheirDefaults() {
    int present = read("{\"n\":7}", in -> in.integer("n").range(1, 9).required());
    int absent = read("{\"n\":null}", in -> in.integer("n").range(1, 9).or(5));
    Inner empty = read("{}", in -> in.object("o", FieldsTest::inner).orEmpty());
    List<Inner> list =
        read(
            "{\"o\":[{\"weight\":1},{}]}",
            in -> in.objects("o", 1, 2, FieldsTest::inner).required());

    assertThat(present).isEqualTo(7);
    assertThat(absent).isEqualTo(5);
    assertThat(empty).isEqualTo(new Inner(10));
    assertThat(list).containsExactly(new Inner(1), new Inner(10));
  }

  @Test
  void wrongFieldsOfNestedObjectsAreNamedByTheirPathInOneAnswer() {
    assertThat(
            wrong(
                "{\"list\":[{},{\"weight\":257},3],\"o\":{\"weight\":\"1\",\"x\":0},\"y\":null}",
                in -> {
                  in.objects("list", 1, 9, FieldsTest::inner).required();
                  return in.object("o", FieldsTest::inner).orEmpty();
                }))
        .containsExactly(
            new Violation("list[1].weight", "257", "a whole number 0-256"),
            new Violation("list[2]", "3", "a JSON object"),
            new Violation("o.weight", "\"1\"", "a whole number 0-256"),
            new Violation("o.x", "0", "no such field; there are weight"),
            new Violation("y", "null", "no such field; there are list, o"));
  }

  @Test
  void anAbsentRequiredFieldIsWrongAndTellsWhatIsAllowed() {
    assertThat(wrong("{}", in -> in.integer("port").range(1, 65_535).required()))
        .containsExactly(new Violation("port", null, "required: a whole number 1-65535"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "web-1", "0", "-", "größe", "负载均衡"})
  void namesMayHaveLettersOfAnyScript(String name) {
    assertThat(read("{\"name\":\"" + name + "\"}", Fields::name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a b", "a_b", "a.b", "a/b", "a\\u0000", "😀", "\\ud800"})
  void otherNamesAreRefused(String name) {
    assertThat(wrong("{\"name\":\"" + name + "\"}", Fields::name))
        .extracting(Violation::field)
        .containsExactly("name");
  }

  @Test
  void charactersAreCountedNotTheirHalves() {
    String sixtyThree = "𠀀".repeat(63);
    assertThat(read("{\"name\":\"" + sixtyThree + "\"}", Fields::name)).isEqualTo(sixtyThree);
    assertThat(wrong("{\"name\":\"" + sixtyThree + "a\"}", Fields::name)).hasSize(1);
  }

  @Test
  void theTypeOfAVariantSaysItsFields() {
    Map<String, Function<Fields, Integer>> readers =
        Map.of("fixed", in -> in.integer("status").range(200, 599).required());

    int status = read("{\"type\":\"fixed\",\"status\":404}", in -> in.variant(readers));
    assertThat(status).isEqualTo(404);
    assertThat(wrong("{\"type\":\"other\",\"status\":404}", in -> in.variant(readers)))
        .extracting(Violation::field)
        .containsExactly("type");
    assertThat(wrong("{\"status\":404}", in -> in.variant(readers)))
        .extracting(Violation::field)
        .containsExactly("type");
  }

  @Test
  void aLongWrongValueIsCut() {
    List<Violation> wrong = wrong("{\"x\":\"" + "a".repeat(5_000) + "\"}", in -> 1);

    assertThat(wrong.getFirst().value()).hasSizeLessThan(210);
  }

  private static <T> T read(String json, Function<Fields, T> reader) {
    return Fields.read(StrictJson.parseObject(json.getBytes(StandardCharsets.UTF_8)), reader);
  }

  private static <T> List<Violation> wrong(String json, Function<Fields, T> reader) {
    ProblemException problem =
        catchThrowableOfType(ProblemException.class, () -> read(json, reader));
    assertThat(problem.status()).isEqualTo(400);
    return problem.errors();
  }
}
