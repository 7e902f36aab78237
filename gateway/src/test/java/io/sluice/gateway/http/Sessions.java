package io.sluice.gateway.http;

import io.sluice.gateway.testkit.RawClient;
import io.sluice.gateway.testkit.RawClient.Answer;
import io.sluice.gateway.testkit.TestGateway;
import java.io.IOException;
import java.util.List;

/** One request of a client that keeps cookies, on a connection of its own. */
final class Sessions {
  private Sessions() {}

  /** Asks with cookies, or without any when they are null. */
  static Answer ask(TestGateway gateway, String cookies) throws IOException {
    return ask(gateway, "127.0.0.1", "/", cookies);
  }

  /** Asks from an address of the loopback. */
  static Answer ask(TestGateway gateway, String source, String path, String cookies)
      throws IOException {
    try (RawClient client = RawClient.from(source, gateway.port())) {
      String field = cookies == null ? "" : "Cookie: " + cookies + "\r\n";
      return client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + field + "\r\n").answer();
    }
  }

  /** The cookie of a name that an answer sets, as {@code name=value}; null without it. */
  static String cookie(Answer answer, String name) {
    String fields = answer.field("set-cookie");
    for (String field : fields == null ? List.<String>of() : List.of(fields.split(", "))) {
      if (field.startsWith(name + "=")) {
        return field.split(";")[0];
      }
    }
    return null;
  }
}
