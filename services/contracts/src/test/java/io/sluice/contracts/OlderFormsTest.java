package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.DesyncMode;
import io.sluice.contracts.model.Ejection;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.ListenerLimits;
import io.sluice.contracts.model.Modifications;
import io.sluice.contracts.model.PoolSettings;
import io.sluice.contracts.model.ProxyProtocol;
import io.sluice.contracts.model.RetrySettings;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.model.TargetCaps;
import java.util.List;
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
    assertThat(service.stickiness()).isEqualTo(Stickiness.OFF);
    assertThat(service.slowStartSeconds()).isZero();
    assertThat(service.ejection()).isEqualTo(Ejection.DEFAULT);
    assertThat(service.failOpenPercent()).isZero();
    assertThat(service.retry()).isEqualTo(RetrySettings.DEFAULT);
    assertThat(service.targetCaps()).isEqualTo(TargetCaps.DEFAULT);
    assertThat(service.circuitBreaker()).isNull();
    assertThat(service.proxyProtocol()).isEqualTo(ProxyProtocol.OFF);
  }

  @Test
  void aTargetARuleAndAForward() throws Exception {
    String choice = "{\"backendServiceId\":\"%s\",\"weight\":3}".formatted(ID);
    Rule rule =
        Json.MAPPER.readValue(
            "{\"id\":\"%s\",\"action\":{\"type\":\"forward\",\"backendServices\":[%s]}}"
                .formatted(ID, choice),
            Rule.class);
    Target target =
        Json.MAPPER.readValue("{\"id\":\"%s\",\"weight\":1}".formatted(ID), Target.class);

    assertThat(rule.conditions()).isEmpty();
    assertThat(rule.modifications()).isEqualTo(Modifications.NONE);
    assertThat(rule.action())
        .isEqualTo(new Action.Forward(List.of(new Action.WeightedService(ID, 3)), null));
    assertThat(target.backup()).isFalse();
  }
}
