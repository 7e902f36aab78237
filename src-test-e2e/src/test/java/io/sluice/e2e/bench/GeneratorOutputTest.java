package io.sluice.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What the load generators write is read right, and failed requests never become a number. */
class GeneratorOutputTest {
  @Test
  void wrkTellsRequestsAndTime() {
    ClosedLoop.Answers answers =
        Wrk.answers(
            """
              5000 requests in 1.00s, 6.10MB read
            Requests/sec:   4998.10
            counted requests=5000 micros=1000380 bytes=6400000 errors=0
            """);
    assertThat(answers).isEqualTo(new ClosedLoop.Answers(5000, 1_000_380));
  }

  @Test
  void errorsOfWrkFailTheRun() {
    assertThatThrownBy(() -> Wrk.answers("counted requests=5000 micros=1 bytes=6 errors=1"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Wrk.answers("unable to connect to 127.0.0.1:1 Connection refused"))
        .hasMessageContaining("Connection refused");
  }

  @Test
  void h2loadTellsRequests() {
    String output =
        """
        finished in 2.00s, 500.00 req/s, 600KB/s
        requests: 1000 total, 1100 started, 1000 done, 1000 succeeded, 0 failed, 0 errored, 0 timeout
        """;
    assertThat(H2load.answers(output, 2)).isEqualTo(new ClosedLoop.Answers(1000, 2_000_000));
    assertThatThrownBy(() -> H2load.answers(output.replace("0 failed", "1 failed"), 2))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void resumedHandshakesFailTheRun() {
    String output = "Collecting connection statistics for 1 seconds\n****\n\n4 connections in 0.1s";
    assertThat(Handshakes.full(output)).isEqualTo(4);
    assertThatThrownBy(() -> Handshakes.full(output.replace("****", "**r*")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Handshakes.full("ERROR\n")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void latenciesAreReadAsTheyWereWritten() {
    Latencies latencies = new Latencies(101.5, 250.2, 900.1, 40_000, 3, 12.1);
    assertThat(Latencies.of(latencies.line())).isEqualTo(latencies);
    assertThatThrownBy(() -> Latencies.of("failed: a connection was closed"))
        .hasMessageContaining("a connection was closed");
  }

  @Test
  void anAnswersBodyLengthIsFoundInAnyCase() {
    assertThat(FixedRateConnection.bodyLength("HTTP/1.1 200 OK\r\ncontent-length: 7")).isEqualTo(7);
    assertThat(FixedRateConnection.bodyLength("HTTP/1.1 200 OK\r\nContent-Length:12\r\nA: b"))
        .isEqualTo(12);
    assertThatThrownBy(() -> FixedRateConnection.bodyLength("HTTP/1.1 503 No\r\nContent-Length: 0"))
        .hasMessageContaining("503");
  }

  @Test
  void versionsAreFoundInWhatProgramsSay() {
    assertThat(Versions.first("HAProxy version 2.6.12-1+deb12u4 2026/10/17")).isEqualTo("2.6.12");
    assertThat(Versions.first("nginx version: nginx/1.22.1")).isEqualTo("1.22.1");
  }
}
