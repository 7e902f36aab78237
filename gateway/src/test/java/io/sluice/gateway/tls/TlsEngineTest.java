package io.sluice.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The setting for the library that does TLS. */
class TlsEngineTest {
  @Test
  void jdkCanBeForcedAndAutoTakesWhatWorks() {
    assertThat(TlsEngine.of("jdk")).isEqualTo(TlsEngine.JDK);
    assertThat(TlsEngine.of("auto").version()).isNotEmpty();
  }

  @Test
  void anotherNameIsRefusedWithTheSettingAndWhatIsAllowed() {
    assertThatThrownBy(() -> TlsEngine.of("openssl"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("sluice.gateway.tls-engine", "openssl", "auto, boringssl or jdk");
  }
}
