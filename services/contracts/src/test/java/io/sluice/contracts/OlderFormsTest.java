package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.DesyncMode;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.ListenerLimits;
import io.sluice.contracts.model.PoolSettings;
import io.sluice.contracts.model.ProxyProtocol;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an older version wrote is read with the defaults of what came later. */
class OlderFormsTest {
  private static final UUID ID = new UUID(1, 1);

  @Test
  void aListener() throws Exception {
    Listener listener =
        Json.MAPPER.readValue(
            "{\"id\":\"%s\",\"protocol\":\"HTTP\",\"port\":80}".formatted(ID), Listener.class);

    assertThat(listener.desyncMode()).isEqualTo(DesyncMode.STRICT);
    assertThat(listener.limits()).isEqualTo(ListenerLimits.DEFAULT);
    assertThat(listener.tls()).isNull();
    assertThat(listener.proxyProtocol()).isNull();
  }

  @Test
  void aBackendService() throws Exception {
    BackendService service =
        Json.MAPPER.readValue(
            "{\"id\":\"%s\",\"protocol\":\"HTTP\",\"port\":80}".formatted(ID),
            BackendService.class);

    assertThat(service.pool()).isEqualTo(PoolSettings.DEFAULT);
    assertThat(service.proxyProtocol()).isEqualTo(ProxyProtocol.OFF);
  }
}
