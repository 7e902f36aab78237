package io.sluice.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.Condition;
import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.LoadBalancer;
import io.sluice.contracts.model.Modifications;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.RuleGroup;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.model.TlsPolicy;
import io.sluice.contracts.model.VirtualServerGroup;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The product's model grows: a field that a file could not hold would be reset by every change. */
class SchemaTest {
  /** Set by the services, or by the place in the file. */
  private static final Set<String> NOT_IN_FILES =
      Set.of("id", "groupId", "loadBalancerId", "drainUntil");

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyFieldOfAKindCanBeWritten(Kind kind) {
    Class<?> model =
        switch (kind) {
          case CERTIFICATE -> Certificate.class;
          case TLS_POLICY -> TlsPolicy.class;
          case GROUP -> VirtualServerGroup.class;
          case TARGET -> Target.class;
          case BACKEND_SERVICE -> BackendService.class;
          case LOAD_BALANCER -> LoadBalancer.class;
          case RULE_GROUP -> RuleGroup.class;
          case RULE -> Rule.class;
          case LISTENER -> Listener.class;
        };
    List<String> resolved =
        switch (kind) {
          case RULE -> List.of("ruleGroupId");
          case LISTENER -> List.of("address");
          case CERTIFICATE ->
              List.of("privateKeyPem", "names", "keyType", "notBefore", "notAfter", "fingerprint");
          default -> List.of();
        };

    List<String> written =
        restNames(Schema.of(kind)).stream().filter(name -> !name.equals("hasPrivateKey")).toList();
    assertThat(written)
        .containsExactlyInAnyOrderElementsOf(
            components(model).stream().filter(name -> !resolved.contains(name)).toList());
  }

  @Test
  void everyFieldOfAHealthCheckCanBeWritten() {
    assertThat(restNames(fields(Kind.BACKEND_SERVICE, "healthCheck")))
        .containsExactlyInAnyOrderElementsOf(components(HealthCheck.class));
  }

  @ParameterizedTest
  @CsvSource({
    "BACKEND_SERVICE, tls, io.sluice.contracts.model.TargetTls",
    "BACKEND_SERVICE, pool, io.sluice.contracts.model.PoolSettings",
    "BACKEND_SERVICE, ejection, io.sluice.contracts.model.Ejection",
    "BACKEND_SERVICE, stickiness, io.sluice.contracts.model.Stickiness",
    "BACKEND_SERVICE, retry, io.sluice.contracts.model.RetrySettings",
    "BACKEND_SERVICE, targetCaps, io.sluice.contracts.model.TargetCaps",
    "BACKEND_SERVICE, circuitBreaker, io.sluice.contracts.model.CircuitBreaker",
    "BACKEND_SERVICE, hashKey, io.sluice.contracts.model.HashKey",
    "LISTENER, limits, io.sluice.contracts.model.ListenerLimits",
    "LISTENER, http2, io.sluice.contracts.model.Http2Settings",
    "LISTENER, tls, io.sluice.contracts.model.ListenerTls",
    "LISTENER, proxyProtocol, io.sluice.contracts.model.ProxyProtocolIn"
  })
  void everyFieldOfAPartCanBeWritten(Kind kind, String field, Class<?> model) {
    assertThat(restNames(fields(kind, field)))
        .containsExactlyInAnyOrderElementsOf(components(model));
  }

  @Test
  void everyFieldOfAnActionCanBeWritten() {
    Type.Variants action =
        (Type.Variants)
            Schema.of(Kind.RULE).fields().stream()
                .filter(field -> field.name().equals("action"))
                .findFirst()
                .orElseThrow()
                .type();

    assertThat(restNames(action.variants().get("redirect")))
        .containsExactlyInAnyOrderElementsOf(components(Action.Redirect.class));
    assertThat(restNames(action.variants().get("fixed-response")))
        .containsExactlyInAnyOrderElementsOf(components(Action.FixedResponse.class));
    assertThat(restNames(action.variants().get("forward")))
        .containsExactlyInAnyOrderElementsOf(components(Action.Forward.class));
    assertThat(action.variants()).hasSize(Action.class.getPermittedSubclasses().length);
  }

  @Test
  void everyFieldOfAConditionCanBeWritten() {
    assertThat(restNames(items(Kind.RULE, "conditions")))
        .containsExactlyInAnyOrderElementsOf(components(Condition.class));
  }

  @Test
  void everyFieldOfModificationsCanBeWritten() {
    Type.Fields modifications = fields(Kind.RULE, "modifications");

    assertThat(restNames(modifications))
        .containsExactlyInAnyOrderElementsOf(components(Modifications.class));
    assertThat(restNames((Type.Fields) type(modifications, "rewrite")))
        .containsExactlyInAnyOrderElementsOf(components(Modifications.Rewrite.class));
    assertThat(restNames((Type.Fields) type(modifications, "mirror")))
        .containsExactlyInAnyOrderElementsOf(components(Modifications.Mirror.class));
    assertThat(restNames(((Type.ListOf) type(modifications, "requestHeaders")).item()))
        .containsExactlyInAnyOrderElementsOf(components(Modifications.HeaderEdit.class));
  }

  private static Type.Fields items(Kind kind, String name) {
    return ((Type.ListOf) type(Schema.of(kind), name)).item();
  }

  private static Type.Fields fields(Kind kind, String name) {
    return (Type.Fields) type(Schema.of(kind), name);
  }

  private static Type type(Type.Fields fields, String name) {
    return fields.fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow()
        .type();
  }

  private static List<String> restNames(Type.Fields fields) {
    return fields.fields().stream().map(Field::restName).toList();
  }

  private static List<String> components(Class<?> model) {
    return Arrays.stream(model.getRecordComponents())
        .map(RecordComponent::getName)
        .filter(name -> !NOT_IN_FILES.contains(name))
        .toList();
  }
}
