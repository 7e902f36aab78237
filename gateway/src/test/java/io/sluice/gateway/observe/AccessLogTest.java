package io.sluice.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
  private static final UUID LISTENER = new UUID(1, 1);

  @TempDir Path folder;

  @Test
  void everyRequestIsALineOfJson() throws IOException {
    Path file = folder.resolve("logs/access.log");
    try (AccessLog log = new AccessLog(Optional.of(file))) {
      log.log(request("/a\"b\n"));
      log.log(request("/c"));
    }

    List<String> lines = Files.readAllLines(file);

    assertThat(lines).hasSize(2);
    JsonNode first = Json.MAPPER.readTree(lines.getFirst());
    assertThat(first.get("target").textValue()).isEqualTo("/a\"b\n");
    assertThat(first.get("status").intValue()).isEqualTo(502);
    assertThat(first.get("reason").textValue()).isEqualTo("CONNECT_FAILED");
    assertThat(first.get("time").textValue()).isEqualTo("2026-07-01T12:00:00Z");
    assertThat(first.get("durationMicros").longValue()).isEqualTo(1_500);
    assertThat(first.get("serviceId").isNull()).isTrue();
  }

  @Test
  void aFileThatWasMovedAwayIsMadeAnew() throws IOException {
    Path file = folder.resolve("access.log");
    try (AccessLog log = new AccessLog(Optional.of(file))) {
      log.log(request("/first"));
      await().until(() -> Files.exists(file) && Files.size(file) > 0);
      Files.move(file, folder.resolve("access.log.1"));

      await()
          .until(() -> {
            log.log(request("/second"));
            return Files.exists(file) && Files.size(file) > 0;
          });
    }

    assertThat(Files.readString(folder.resolve("access.log.1"))).contains("/first");
    assertThat(Files.readString(file)).contains("/second");
  }

  @Test
  void everyLineThatCannotBeWrittenIsCounted() throws IOException {
    Path blocked = Files.writeString(folder.resolve("file"), "no folder");
    try (AccessLog log = new AccessLog(Optional.of(blocked.resolve("access.log")))) {
      log.log(request("/a"));
      await().until(() -> log.dropped() == 1);

      log.log(request("/b"));
      log.log(request("/c"));
      await().until(() -> log.dropped() == 3);
    }
  }

  @Test
  void isOffWithoutAFile() {
    try (AccessLog log = new AccessLog(Optional.empty())) {
      log.log(request("/a"));

      assertThat(log.dropped()).isZero();
    }
  }

  private static RequestSummary request(String target) {
    return new RequestSummary(
        LISTENER,
        null,
        null,
        null,
        "127.0.0.1:5000",
        "GET",
        "a.test",
        target,
        "HTTP/1.1",
        502,
        Reason.CONNECT_FAILED,
        1,
        1_782_907_200_000L,
        1_500_000,
        0,
        17);
  }
}
