package io.sluice.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Asks a process why it is not ready. */
final class Readiness {
  private static final int TIMEOUT_MILLIS = 1000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Readiness() {}

  /** The checks that fail, as {@code cluster: stands alone}; or that it does not answer yet. */
  static String why(int port) {
    try {
      HttpURLConnection request =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + "/q/health/ready").toURL().openConnection();
      request.setConnectTimeout(TIMEOUT_MILLIS);
      request.setReadTimeout(TIMEOUT_MILLIS);
      int status = request.getResponseCode();
      InputStream body =
          status < HttpURLConnection.HTTP_BAD_REQUEST
              ? request.getInputStream()
              : request.getErrorStream();
      return body == null ? "status " + status : failing(JSON.readTree(body));
    } catch (IOException e) {
      return "does not answer yet";
    }
  }

  private static String failing(JsonNode health) {
    List<String> failing = new ArrayList<>();
    for (JsonNode check : health.path("checks")) {
      if (!check.path("status").asText().equals("UP")) {
        String reason = check.path("data").path("reason").asText("down");
        failing.add(check.path("name").asText() + ": " + reason);
      }
    }
    return failing.isEmpty() ? "not ready" : String.join(", ", failing);
  }
}
