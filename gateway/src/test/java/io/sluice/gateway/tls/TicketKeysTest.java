package io.sluice.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ring of keys that session tickets are encrypted with. */
class TicketKeysTest {
  private final TicketKeys keys = new TicketKeys();

  @BeforeEach
  void onlyWhereTicketKeysCanBeSet() {
    assumeThat(TlsEngine.of("auto")).isEqualTo(TlsEngine.BORINGSSL);
  }

  @Test
  void newestComesFirstAndTheTwoBeforeItAreKept() {
    String first = names("a").getFirst();
    keys.rotate();
    keys.rotate();
    assertThat(names("a")).hasSize(3).endsWith(first).doesNotHaveDuplicates();
    keys.rotate();
    assertThat(names("a")).hasSize(3).doesNotContain(first);
  }

  @Test
  void domainsHaveKeysOfTheirOwn() {
    assertThat(names("a")).isEqualTo(names("a")).doesNotContainAnyElementsOf(names("b"));
  }

  private List<String> names(String domain) {
    return Arrays.stream(keys.of(domain))
        .map(OpenSslSessionTicketKey::name)
        .map(HexFormat.of()::formatHex)
        .toList();
  }
}
