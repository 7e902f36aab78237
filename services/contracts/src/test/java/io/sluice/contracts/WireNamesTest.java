package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.BackendService.ForwardedMode;
import io.sluice.contracts.model.Condition;
import io.sluice.contracts.model.DesyncMode;
import io.sluice.contracts.model.HashKey;
import io.sluice.contracts.model.ListenerTls.ClientAuth;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.ProxyProtocol;
import io.sluice.contracts.model.Rule.PathType;
import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.contracts.model.UpstreamHttp;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireNamesTest {
  private static final List<Enum<?>> SHOWN =
      List.of(
          Algorithm.WEIGHTED_ROUND_ROBIN,
          ForwardedMode.APPEND,
          PathType.EXACT,
          PathType.PREFIX,
          Protocol.HTTP,
          State.INITIAL,
          State.UNHEALTHY,
          Reason.CONNECT_FAILED,
          DesyncMode.DEFENSIVE,
          ClientAuth.OPTIONAL,
          UpstreamHttp.HTTP_1_1,
          UpstreamHttp.HTTP_2,
          Algorithm.PEAK_EWMA,
          Algorithm.CONSISTENT_HASH,
          Stickiness.Type.GATEWAY_COOKIE,
          Stickiness.SameSite.NONE,
          HashKey.Type.QUERY,
          ProxyProtocol.V2,
          PathType.REGEX,
          Condition.Match.PRESENT);

  @ParameterizedTest
  @CsvSource({
    "0,weighted_round_robin",
    "1,append",
    "2,exact",
    "3,prefix",
    "4,HTTP",
    "5,initial",
    "6,unhealthy",
    "7,CONNECT_FAILED",
    "8,defensive",
    "9,optional",
    "10,1.1",
    "11,2",
    "12,peak_ewma",
    "13,consistent_hash",
    "14,gateway_cookie",
    "15,none",
    "16,query",
    "17,v2",
    "18,regex",
    "19,present"
  })
  void aValueIsWrittenAndReadByTheNameOfTheProduct(int index, String name) throws Exception {
    Enum<?> value = SHOWN.get(index);

    String json = Json.MAPPER.writeValueAsString(value);

    assertThat(json).isEqualTo('"' + name + '"');
    assertThat(Json.MAPPER.readValue(json, value.getDeclaringClass())).isSameAs(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"WEIGHTED_ROUND_ROBIN\"", "\"Weighted_round_robin\""})
  void anotherSpellingIsRefused(String json) {
    assertThatThrownBy(() -> Json.MAPPER.readValue(json, Algorithm.class))
        .hasMessageContaining("weighted_round_robin");
  }
}
