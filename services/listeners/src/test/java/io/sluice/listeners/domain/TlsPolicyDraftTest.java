package io.sluice.listeners.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.chassis.problem.Violation;
import io.sluice.chassis.problem.Violations;
import io.sluice.contracts.model.TlsPolicy;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TlsPolicyDraftTest {
  private static final UUID ID = new UUID(1, 1);

  private final Violations violations = new Violations();

  @Test
  void knownSuitesOfEachVersionAreTakenInTheirOrder() {
    List<String> suites =
        List.of("TLS_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    TlsPolicy policy = validate("own", List.of("TLSv1.3", "TLSv1.2"), suites);

    assertThat(violations.all()).isEmpty();
    assertThat(policy)
        .isEqualTo(new TlsPolicy(ID, "own", "", List.of("TLSv1.3", "TLSv1.2"), suites));
  }

  @Test
  void withoutSuitesThoseOfTheProductAreUsed() {
    assertThat(validate("own", List.of("TLSv1.3"), null).cipherSuites()).isEmpty();
    assertThat(violations.all()).isEmpty();
  }

  @Test
  void oldVersionsUnknownAndRepeatedSuitesAreNamed() {
    validate(
        "own",
        List.of("TLSv1.1", "TLSv1.3"),
        List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_RSA_WITH_AES_128_CBC_SHA",
            "TLS_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"));

    assertThat(violations.all())
        .extracting(Violation::field)
        .containsExactly("versions[0]", "cipherSuites[1]", "cipherSuites[2]", "cipherSuites[3]");
  }

  @Test
  void aVersionWithoutASuiteIsNamed() {
    validate("own", List.of("TLSv1.2", "TLSv1.3"), List.of("TLS_AES_128_GCM_SHA256"));

    assertThat(violations.all()).extracting(Violation::field).containsExactly("cipherSuites");
    assertThat(violations.all().getFirst().allowed()).contains("TLSv1.2");
  }

  @Test
  void theProductsNamesAreTaken() {
    validate("modern", null, null);

    assertThat(violations.all()).extracting(Violation::field).containsExactly("name", "versions");
  }

  private TlsPolicy validate(String name, List<String> versions, List<String> suites) {
    return new TlsPolicyDraft(name, "", versions, suites).validate(ID, violations);
  }
}
