package io.sluice.e2e.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** The REST API of one service. Paths are those below {@code /api/v1}. */
public final class Api {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final String base;
  private final String token;

  /**
   * A client.
   *
   * @param root {@code http://host:port}
   * @param token the management token, or null to send none
   */
  public Api(String root, String token) {
    this.base = root + "/api/v1";
    this.token = token;
  }

  /** The same API with another token, or with none. */
  public Api withToken(String other) {
    return new Api(base.substring(0, base.length() - "/api/v1".length()), other);
  }

  /** Reads a resource or a list. */
  public Reply get(String path) {
    return send("GET", path, null, Map.of());
  }

  /** Creates; the body is written as JSON. */
  public Reply post(String path, Object body) {
    return send("POST", path, json(body), Map.of("Content-Type", "application/json"));
  }

  /** Replaces. */
  public Reply put(String path, Object body) {
    return send("PUT", path, json(body), Map.of("Content-Type", "application/json"));
  }

  /** Changes by a merge patch. */
  public Reply patch(String path, Object body) {
    return send("PATCH", path, json(body), Map.of("Content-Type", "application/merge-patch+json"));
  }

  /** Deletes. */
  public Reply delete(String path) {
    return send("DELETE", path, null, Map.of());
  }

  /**
   * Sends whatever is given.
   *
   * @param body null for none
   * @throws UncheckedIOException when no answer came
   */
  public Reply send(String method, String path, byte[] body, Map<String, String> fields) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    fields.forEach(request::header);
    try {
      HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
      return new Reply(
          method + " " + path, response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + base + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** JSON text of maps, lists and values; text and bytes are passed as they are. */
  public static byte[] json(Object body) {
    try {
      return switch (body) {
        case byte[] bytes -> bytes;
        case String text -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        default -> JSON.writeValueAsBytes(body);
      };
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
