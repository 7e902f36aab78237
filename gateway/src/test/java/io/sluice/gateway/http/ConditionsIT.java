package io.sluice.gateway.http;

import static io.sluice.contracts.model.Condition.Match.EQUAL;
import static io.sluice.contracts.model.Condition.Match.PREFIX;
import static io.sluice.contracts.model.Condition.Match.PRESENT;
import static io.sluice.contracts.model.Condition.Match.REGEX;
import static io.sluice.contracts.model.Condition.Type.COOKIE;
import static io.sluice.contracts.model.Condition.Type.HEADER;
import static io.sluice.contracts.model.Condition.Type.METHOD;
import static io.sluice.contracts.model.Condition.Type.QUERY;
import static io.sluice.contracts.model.Condition.Type.SOURCE;
import static io.sluice.gateway.testkit.Frames.headers;
import static io.sluice.gateway.testkit.Frames.request;
import static io.sluice.gateway.testkit.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.model.Rule.PathType;
import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawHttp2Client;
import io.sluice.gateway.testkit.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule takes a request by more than host and path; each rule answers with its name. */
class ConditionsIT {
  private static TestGateway gateway;

  @BeforeAll
  static void gateway() {
    gateway =
        new TestGateway()
            .rules(
                rule("any").build(),
                rule("post").when(METHOD, "POST", "PUT").build(),
                rule("post v2")
                    .when(METHOD, "POST")
                    .when(HEADER, "X-Version", EQUAL, "2", "2.1")
                    .build(),
                rule("old client")
                    .when(HEADER, "User-Agent", REGEX, "curl/[0-7]\\..*", "(?i)old.*")
                    .build(),
                rule("debug").when(QUERY, "debug", PRESENT).build(),
                rule("beta").when(COOKIE, "group", PREFIX, "beta").build(),
                rule("user").path(PathType.REGEX, "/users/[0-9]+").build(),
                rule("user me").path(PathType.EXACT, "/users/me").build(),
                rule("near").path(PathType.PREFIX, "/net").when(SOURCE, "127.0.0.2/32").build(),
                rule("far")
                    .path(PathType.PREFIX, "/net")
                    .when(SOURCE, "127.0.0.0/24", "::1/128")
                    .not()
                    .build(),
                rule("no key")
                    .path(PathType.PREFIX, "/key")
                    .when(HEADER, "X-Key", PRESENT)
                    .not()
                    .build(),
                rule("key").path(PathType.PREFIX, "/key").build())
            .apply();
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /                | x: y                           | any",
        "POST /               | x: y                           | post",
        "PUT /                | x-version: 2                   | post",
        "POST /               | x-version: 2                   | post v2",
        "POST /               | x-version: 1;x-version: 2.1    | post v2",
        "POST /               | x-version: 2, 2.1              | post",
        "POST /               | x-version: 2.                  | post",
        "GET /                | user-agent: curl/7.8           | old client",
        "GET /                | user-agent: curl/8.8           | any",
        "GET /                | user-agent: OLDER              | old client",
        "GET /                | user-agent: x old              | any",
        "GET /?a=1&debug      | x: y                           | debug",
        "GET /?%64ebug=       | x: y                           | debug",
        "GET /?%2564ebug      | x: y                           | any",
        "GET /?x=debug        | x: y                           | any",
        "GET /                | cookie: a=1, group=x           | any",
        "GET /                | cookie: a=1~ group=beta-7      | beta",
        "GET /                | cookie: a=1;cookie: group=beta | beta",
        "GET /users/17        | x: y                           | user",
        "GET /users/me        | x: y                           | user me",
        "GET /users/17/x      | x: y                           | any",
        "GET /users/17?a=/b   | x: y                           | user",
        "GET /net             | x: y                           | any",
        "GET /key/1           | x: y                           | no key",
        "GET /key/1           | x-key: 1                       | key",
        "GET /key/1           | x-key:                         | key",
      })
  void theRuleWhoseConditionsHoldAnswersInBothVersions(String line, String fields, String name)
      throws Exception {
    String[] parts = line.split(" ");
    String[] lines = fields.split(";");
    StringBuilder head = new StringBuilder(line + " HTTP/1.1\r\nHost: a\r\n");
    String[] pairs = new String[lines.length * 2];
    for (int i = 0; i < lines.length; i++) {
      String field = lines[i].strip().replace('~', ';');
      int colon = field.indexOf(':');
      head.append(field).append("\r\n");
      pairs[2 * i] = field.substring(0, colon);
      pairs[2 * i + 1] = field.substring(colon + 1).strip();
    }
    try (RawClient client = gateway.client();
        RawHttp2Client second = RawHttp2Client.open(gateway.port())) {
      client.send(head + "\r\n");
      assertThat(client.answer().body()).isEqualTo(name);

      second.send(headers(1, true, request(parts[0], parts[1], pairs)));
      assertThat(second.answer(1).body()).isEqualTo(name);
    }
  }

  @Test
  void theSourceIsTheAddressThatTheClientHas() throws Exception {
    try (RawClient near = RawClient.from("127.0.0.2", gateway.port());
        RawClient far = RawClient.from("127.0.1.1", gateway.port())) {
      near.send("GET /net HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n");
      assertThat(near.answer().body()).isEqualTo("near");
      far.send("GET /net HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 127.0.0.2\r\n\r\n");
      assertThat(far.answer().body()).isEqualTo("far");
    }
  }

  @Test
  void aFieldThatConnectionNamesIsNotSeenAsItIsNotPassedOn() throws Exception {
    try (RawClient client = gateway.client()) {
      client.send("GET /key HTTP/1.1\r\nHost: a\r\nX-Key: 1\r\nConnection: x-key\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("no key");
    }
  }

  @Test
  void aPathWithTwoReadingsThatDifferentRulesTakeIsRefused() throws Exception {
    try (RawClient client = gateway.client()) {
      client.send("GET /users/%31 HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.answer().field("sluice-reason")).isEqualTo("ambiguous_path");
    }
  }
}
