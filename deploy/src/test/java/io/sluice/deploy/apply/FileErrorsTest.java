package io.sluice.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
          certificates: [{ name: c }]                                       | file.yaml:1:16: 'certificateFile' is missing
          certificates: [{ name: c, certificateFile: none.pem }]            | file.yaml:1:44: there is no file none.pem
          certificates: [{ name: c, certificateFile: pom.xml }]             | pom.xml has no certificate in PEM
          loadBalancers: [{ name: l, listeners: [{ name: h, protocol: HTTPS, port: 1, defaultAction: { type: redirect, status: 301 }, tls: {} }] }] | 'certificates' is missing
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

  @ParameterizedTest
  @CsvSource({"HTTP, 1.1, false", "HTTPS, 1.1, true", "H2C, 2, false", "GRPC, 2, false"})
  void whatABackendServiceLeavesOutDependsOnItsProtocol(
      String protocol, String version, boolean tls) {
    DesiredState state =
        read(
            "backendServices: [{ name: a, port: 80, virtualServerGroup: g, protocol: %s }]"
                .formatted(protocol));

    ObjectNode spec = state.objects().firstEntry().getValue().spec();
    assertThat(spec.path("httpVersion").asText()).isEqualTo(version);
    assertThat(spec.path("tls").path("verify").asBoolean()).isEqualTo(tls);
  }

  @Test
  void wordsThatYamlTakesForNumbersAndFlagsAreTexts() {
    DesiredState state =
        read(
            "backendServices: [{ name: a, port: 1, virtualServerGroup: g, httpVersion: 1.1,"
                + " protocol: HTTPS, algorithm: off }]");

    assertThat(state.objects().firstEntry().getValue().spec().toString())
        .contains("\"httpVersion\":\"1.1\"", "\"algorithm\":\"off\"");
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
