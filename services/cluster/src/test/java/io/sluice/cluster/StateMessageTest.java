package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.NodeInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateMessageTest {
  @Test
  void everyMessageIsReadAsItWasWritten() {
    NodeInfo node = new NodeInfo("10.0.0.1", 7801, new JsonObject().put("k", "v"));
    StateMessage.Subscription subscription = new StateMessage.Subscription("sluice.x", 7);
    for (StateMessage message :
        List.of(
            new StateMessage.Full(3, node, List.of(subscription)),
            new StateMessage.Full(0, null, List.of()),
            new StateMessage.NodeChanged(4, node),
            new StateMessage.Added(5, subscription),
            new StateMessage.Removed(6, subscription),
            new StateMessage.Version(6),
            new StateMessage.Ask())) {
      assertThat(StateMessage.decode(message.encode())).isEqualTo(message);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "null",
        "[]",
        "{}",
        "{\"type\":\"unknown\"}",
        "{\"type\":7}",
        "{\"type\":\"version\"}",
        "{\"type\":\"version\",\"version\":-1}",
        "{\"type\":\"version\",\"version\":\"x\"}",
        "{\"type\":\"added\",\"version\":1}",
        "{\"type\":\"added\",\"version\":1,\"address\":\"a\"}",
        "{\"type\":\"full\",\"version\":1}",
        "{\"type\":\"full\",\"version\":1,\"subscriptions\":[7]}",
        "{\"type\":\"node\",\"version\":1,\"node\":{\"host\":\"h\"}}",
        "{\"type\":\"node\",\"version\":1,\"node\":{\"host\":\"h\",\"port\":70000}}",
      })
  void whatIsNoMessageIsRefused(String text) {
    assertThatThrownBy(() -> StateMessage.decode(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void randomBytesAreRefused() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      assertThatThrownBy(() -> StateMessage.decode(bytes))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aMessageAboveTheLimitIsRefused() {
    assertThatThrownBy(() -> StateMessage.decode(new byte[StateMessage.MAX_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than");
  }
}
