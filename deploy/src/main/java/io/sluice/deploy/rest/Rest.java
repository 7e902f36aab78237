package io.sluice.deploy.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One service's management API. Every call is blocking. A request that met a service that is away
 * (no connection, 503) is repeated for up to {@value #PATIENCE_SECONDS} s; creating is repeated
 * under one idempotency key, so that it happens once.
 */
public final class Rest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PATIENCE_SECONDS = 10;
  private static final int RETRY_MILLIS = 250;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PAGE = 1000;
  private static final int UNAVAILABLE = 503;

  private final HttpClient client;
  private final String base;
  private final String token;
  private final int patienceSeconds;

  /**
   * @param base URL of the service without {@code /api/v1}
   * @param token management token
   */
  public Rest(String base, String token) {
    this(newClient(), base, token, PATIENCE_SECONDS);
  }

  private Rest(HttpClient client, String base, String token, int patienceSeconds) {
    this.client = client;
    this.base = base.replaceFirst("/+$", "");
    this.token = token;
    this.patienceSeconds = patienceSeconds;
  }

  private static HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(2))
        .build();
  }

  /** The same API, where a service that is away is an error at once. */
  public Rest impatient() {
    return new Rest(client, base, token, 0);
  }

  /**
   * An answer.
   *
   * @param body JSON, or a missing node when there is none
   * @param etag version of the resource, or null
   */
  public record Answer(JsonNode body, String etag) {}

  /** Reads one resource. */
  public Answer get(String path) {
    return send("GET", path, null, null);
  }

  /** Reads a whole list, page by page. */
  public List<JsonNode> list(String path) {
    List<JsonNode> items = new ArrayList<>();
    String cursor = null;
    do {
      String query = (path.contains("?") ? "&" : "?") + "limit=" + PAGE;
      if (cursor != null) {
        query += "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
      }
      JsonNode page = get(path + query).body();
      page.path("items").forEach(items::add);
      cursor = page.path("next").isTextual() ? page.path("next").asText() : null;
    } while (cursor != null);
    return items;
  }

  /** Creates. */
  public Answer post(String path, JsonNode body) {
    return send("POST", path, body, null);
  }

  /**
   * Changes by merge patch.
   *
   * @param etag the version that is changed, or null for any
   */
  public Answer patch(String path, JsonNode body, String etag) {
    return send("PATCH", path, body, etag);
  }

  /**
   * Replaces.
   *
   * @param etag the version that is replaced, or null for any
   */
  public Answer put(String path, JsonNode body, String etag) {
    return send("PUT", path, body, etag);
  }

  /**
   * Deletes.
   *
   * @param etag the version that is deleted, or null for any
   */
  public void delete(String path, String etag) {
    send("DELETE", path, null, etag);
  }

  private Answer send(String method, String path, JsonNode body, String etag) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/api/v1" + path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json");
    if (body != null) {
      String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
      request.header("Content-Type", type);
    }
    if (method.equals("POST")) {
      request.header("Idempotency-Key", UUID.randomUUID().toString());
    }
    if (etag != null) {
      request.header("If-Match", etag);
    }
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString()));
    return sendPatiently(request.build());
  }

  private Answer sendPatiently(HttpRequest request) {
    CountDownLatch never = new CountDownLatch(1);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
    try {
      while (true) {
        try {
          return sendOnce(request);
        } catch (RestException e) {
          boolean away = e.status() == 0 || e.status() == UNAVAILABLE;
          if (!away || System.nanoTime() > deadline) {
            throw e;
          }
          never.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RestException.unreachable(base, e);
    }
  }

  private Answer sendOnce(HttpRequest request) throws InterruptedException {
    HttpResponse<byte[]> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw RestException.unreachable(base, e);
    }
    JsonNode body = parse(response.body());
    if (response.statusCode() / 100 != 2) {
      throw RestException.problem(response.statusCode(), body);
    }
    return new Answer(body, response.headers().firstValue("ETag").orElse(null));
  }

  private static JsonNode parse(byte[] body) {
    if (body.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return JsonNodeFactory.instance.textNode(new String(body, StandardCharsets.UTF_8));
    }
  }
}
