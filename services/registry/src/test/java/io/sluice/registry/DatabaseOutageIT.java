package io.sluice.registry;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.chassis.postgres.EmbeddedPostgres;
import io.sluice.chassis.test.PostgresTestResource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class DatabaseOutageIT {
  @Test
  void withTheDatabaseKilledAllIsAnswered503SoonAndItComesBackByItself() {
    EmbeddedPostgres server = PostgresTestResource.server();
    String group = Api.group();
    String name = Api.uniqueName("lost");
    try {
      server.process().orElseThrow().destroyForcibly();
      await().atMost(10, SECONDS).until(() -> server.process().isEmpty());

      for (int i = 0; i < 5; i++) {
        Instant start = Instant.now();
        Api.post(Api.GROUPS, "{\"name\":\"" + name + "\"}")
            .statusCode(503)
            .contentType("application/problem+json")
            .header("Retry-After", "1");
        Api.get(Api.GROUPS + "/" + group).statusCode(503);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
      }
    } finally {
      server.restart();
    }
    await()
        .atMost(20, SECONDS)
        .untilAsserted(() -> Api.get(Api.GROUPS + "/" + group).statusCode(200));
    Api.post(Api.GROUPS, "{\"name\":\"" + name + "\"}").statusCode(201);
  }
}
