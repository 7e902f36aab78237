package io.sluice.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileErrorsTest {
  private static DesiredState read(String text) {
    return DesiredState.read(YamlReader.read("file.yaml", text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          loadBalancer: []                                                  | file.yaml:1:1: unknown key 'loadBalancer'
          virtualServerGroups: [{ name: a, wieght: 1 }]                     | file.yaml:1:34: unknown key 'wieght'; allowed: name, description, targets
          virtualServerGroups: [{ description: a }]                         | file.yaml:1:23: 'name' is missing
          virtualServerGroups: [{ name: a }, { name: a }]                   | virtual server group a stands here twice, first at file.yaml:1:23
          virtualServerGroups: [{ name: a, name: b }]                       | file.yaml:1:34: 'name' stands here twice
          virtualServerGroups: 7                                            | file.yaml:1:22: 'virtualServerGroups' takes a list
          virtualServerGroups: [{ name: [a] }]                              | file.yaml:1:31: 'name' takes a text, not a list
          virtualServerGroups: [{ name: g, targets: [{ address: a, port: x }] }]   | file.yaml:1:64: 'port' takes a whole number, not 'x'
          virtualServerGroups: [{ name: g, targets: [{ address: a, port: 0x1F }] }] | 0x1F is not a decimal number
          loadBalancers: [{ name: l, crossZone: 1 }]                        | file.yaml:1:39: 'crossZone' takes true or false, not 1
          loadBalancers: [{ name: l, listeners: [{ name: h, protocol: HTTP, port: 80, defaultAction: { type: go } }] }] | 'type' is one of fixed-response, forward, redirect, not 'go'
          virtualServerGroups: [                                            | not YAML
          """)
  void aMistakeIsNamedWithItsPlace(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(FileError.class)
        .hasMessageContaining(message);
  }

  @Test
  void sectionsOfSeveralDocumentsAreOne() {
    DesiredState state =
        read("virtualServerGroups: [{ name: a }]\n---\n---\nvirtualServerGroups: [{ name: b }]\n");

    assertThat(state.objects().keySet()).extracting(Key::name).containsExactly("a", "b");
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    DesiredState state = read("backendServices: [{ name: a, port: 80, virtualServerGroup: g }]");

    assertThat(state.objects().firstEntry().getValue().spec().toString())
        .contains("\"retries\":1", "\"deregistrationDelaySeconds\":300", "\"intervalSeconds\":5");
  }

  @Test
  void aListThatIsAbsentSaysNothingOfItsObjects() {
    DesiredState state = read("virtualServerGroups: [{ name: a }, { name: b, targets: [] }]");
    Key inA = new Key(Kind.TARGET, new Key(Kind.GROUP, null, "a"), "x");
    Key inB = new Key(Kind.TARGET, new Key(Kind.GROUP, null, "b"), "x");
    Key inGone = new Key(Kind.TARGET, new Key(Kind.GROUP, null, "gone"), "x");

    assertThat(state.isWholeTruthOf(inA)).isFalse();
    assertThat(state.isWholeTruthOf(inB)).isTrue();
    assertThat(state.isWholeTruthOf(inGone)).isTrue();
    assertThat(state.isWholeTruthOf(new Key(Kind.BACKEND_SERVICE, null, "x"))).isFalse();
  }

  @Test
  void variablesAreFilledAndCommentsLeftAlone() {
    Variables variables = new Variables(Map.of("A", "1"));

    assertThat(variables.fill("f", "# ${NONE}\na: ${A}\nb: ${B:-two}\nc: $${A}"))
        .isEqualTo("# ${NONE}\na: 1\nb: two\nc: ${A}");
    assertThatThrownBy(() -> variables.fill("f", "a: 1\nb: ${B}"))
        .hasMessageContaining("f:2:4: ${B} has no value");
  }

  @Test
  void aRefusedFieldIsFoundInTheFile() {
    List<Yaml> documents =
        YamlReader.read(
            "f",
            """
            action:
              type: forward
              backendServices:
                - { backendService: x, weight: 1000 }
            """);

    assertThat(
            YamlPlace.find(documents.getFirst(), "action.backendServices[0].backendServiceId").at())
        .hasToString("f:4:25");
    assertThat(YamlPlace.find(documents.getFirst(), "action.backendServices[0].weight").at())
        .hasToString("f:4:36");
  }
}
