package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CertificateTest {
  @Test
  void itsTextNamesNoKey() {
    var certificate =
        new Certificate(
            new UUID(1, 1),
            "shop",
            "",
            "CHAIN",
            "PRIVATE",
            List.of("shop.test"),
            "EC",
            Instant.EPOCH,
            Instant.EPOCH,
            "ab12");

    assertThat(certificate.toString()).contains("shop.test", "ab12").doesNotContain("PRIVATE");
  }
}
