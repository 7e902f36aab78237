package io.sluice.registry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Protocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpServicesTest {
  @ParameterizedTest
  @CsvSource({"TCP, TCP", "TLS, TLS", "HTTP, HTTP", "HTTPS, HTTP", "GRPC, HTTP"})
  void healthCheckThatNamesNoProtocolHasTheOneThatAnyTargetAnswers(
      Protocol service, Protocol check) {
    assertThat(TargetProtocols.defaultCheck(service)).isEqualTo(check);
    assertThat(TargetProtocols.ALL).contains(service);
  }
}
