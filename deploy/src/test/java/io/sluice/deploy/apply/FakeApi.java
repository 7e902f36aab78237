package io.sluice.deploy.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The management API of both owners in memory, with the rules that decide the order of changes:
 * what is in use is not deleted, names and priorities are unique, versions are checked.
 */
final class FakeApi implements AutoCloseable {
  static final String TOKEN = "secret";

  /** Small, so that every list of a test has several pages. */
  private static final int PAGE = 2;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern PATH =
      Pattern.compile(
          "/api/v1(/[a-z-]+(?:/[0-9a-f-]{36}/targets)?)(?:/([0-9a-f-]{36}|deregister))?");

  private final HttpServer server;
  private final Map<String, Map<String, ObjectNode>> collections = new LinkedHashMap<>();
  private final List<String> writes = new ArrayList<>();
  private final Map<String, String> keys = new LinkedHashMap<>();
  private int unavailable;

  FakeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Method and path of every write, with names for ids. */
  synchronized List<String> writes() {
    return List.copyOf(writes);
  }

  /** The private keys that came, which no answer has. */
  synchronized List<String> keys() {
    return List.copyOf(keys.values());
  }

  synchronized void forgetWrites() {
    writes.clear();
  }

  /** The next requests meet a service that is away. */
  synchronized void beUnavailableFor(int requests) {
    unavailable = requests;
  }

  synchronized List<ObjectNode> all(String collection) {
    return List.copyOf(collection(collection).values());
  }

  /** All targets of all groups. */
  synchronized List<ObjectNode> targets() {
    return collections.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("/targets"))
        .flatMap(entry -> entry.getValue().values().stream())
        .toList();
  }

  ObjectNode named(String collection, String name) {
    return all(collection).stream()
        .filter(one -> one.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private Map<String, ObjectNode> collection(String path) {
    return collections.computeIfAbsent(path, none -> new LinkedHashMap<>());
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] sent = exchange.getRequestBody().readAllBytes();
      Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
      if (unavailable > 0) {
        unavailable--;
        answer(exchange, 503, problem("away"), null);
      } else if (!("Bearer " + TOKEN)
          .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        answer(exchange, 401, problem("no token"), null);
      } else if (!path.matches()) {
        answer(exchange, 404, problem("no such path"), null);
      } else {
        JsonNode body = sent.length == 0 ? JSON.nullNode() : JSON.readTree(sent);
        dispatch(exchange, path.group(1), path.group(2), body);
      }
    }
  }

  private void dispatch(HttpExchange exchange, String collection, String id, JsonNode body)
      throws IOException {
    String method = exchange.getRequestMethod();
    Map<String, ObjectNode> items = collection(collection);
    if (!method.equals("GET")) {
      String name =
          id == null || !items.containsKey(id) ? "" : " " + items.get(id).path("name").asText();
      writes.add(method + " " + collection.replaceAll("/[0-9a-f-]{36}", "") + name);
    }
    if (collection.endsWith("/targets") && !method.equals("GET")) {
      writeTargets(exchange, items, "deregister".equals(id), body);
      return;
    }
    switch (method) {
      case "GET" -> {
        if (id == null) {
          answer(exchange, 200, page(exchange.getRequestURI().getQuery(), items), null);
        } else if (items.containsKey(id)) {
          answer(exchange, 200, items.get(id), etag(items.get(id)));
        } else {
          answer(exchange, 404, problem("not there"), null);
        }
      }
      case "POST" -> store(exchange, items, UUID.randomUUID().toString(), body, 201);
      case "PUT" -> store(exchange, items, id, body, 200);
      case "PATCH" ->
          store(exchange, items, id, items.get(id).deepCopy().setAll((ObjectNode) body), 200);
      default -> delete(exchange, items, id);
    }
  }

  private static ObjectNode page(String query, Map<String, ObjectNode> items) {
    Matcher cursor = Pattern.compile("cursor=(\\d+)").matcher(String.valueOf(query));
    int from = cursor.find() ? Integer.parseInt(cursor.group(1)) : 0;
    List<ObjectNode> all = List.copyOf(items.values());
    int to = Math.min(all.size(), from + PAGE);
    ObjectNode page = JSON.createObjectNode();
    all.subList(from, to).forEach(page.putArray("items")::add);
    page.put("next", to < all.size() ? String.valueOf(to) : null);
    return page;
  }

  private void store(
      HttpExchange exchange, Map<String, ObjectNode> items, String id, JsonNode body, int status)
      throws IOException {
    String match = exchange.getRequestHeaders().getFirst("If-Match");
    if (match != null && !match.equals(etag(items.get(id)))) {
      answer(exchange, 412, problem("changed"), null);
      return;
    }
    if (body.path("port").asInt() > 65_535) {
      ObjectNode problem = problem("The body has wrong fields.");
      problem
          .putArray("errors")
          .addObject()
          .put("field", "port")
          .put("value", body.path("port").asText())
          .put("allowed", "1-65535");
      answer(exchange, 400, problem, null);
      return;
    }
    boolean taken =
        items.entrySet().stream()
            .filter(other -> !other.getKey().equals(id))
            .anyMatch(other -> clashes(other.getValue(), body));
    if (taken) {
      answer(exchange, 409, problem("name or priority is taken"), null);
      return;
    }
    ObjectNode stored = body.deepCopy();
    if (stored.remove("privateKeyPem") != null) {
      keys.put(id, body.path("privateKeyPem").asText());
    }
    stored.put("hasPrivateKey", keys.containsKey(id));
    stored.put("id", id);
    stored.put("version", items.containsKey(id) ? items.get(id).path("version").asInt() + 1 : 1);
    stored
        .putObject("status")
        .putArray("gateways")
        .addObject()
        .put("gatewayId", "gateway-1")
        .put("applied", true);
    items.put(id, stored);
    answer(exchange, status, stored, etag(stored));
  }

  private static boolean clashes(JsonNode one, JsonNode other) {
    for (String scope : List.of("ruleGroupId", "loadBalancerId")) {
      if (!one.path(scope).equals(other.path(scope))) {
        return false;
      }
    }
    boolean priority =
        one.hasNonNull("priority") && one.path("priority").equals(other.path("priority"));
    return priority || one.path("name").equals(other.path("name"));
  }

  private void delete(HttpExchange exchange, Map<String, ObjectNode> items, String id)
      throws IOException {
    boolean used =
        collections.values().stream()
            .flatMap(others -> others.values().stream())
            .filter(other -> !other.path("id").asText().equals(id))
            .anyMatch(other -> other.toString().contains(id));
    if (used) {
      answer(exchange, 409, problem("in use"), null);
      return;
    }
    items.remove(id);
    exchange.sendResponseHeaders(204, -1);
  }

  private void writeTargets(
      HttpExchange exchange, Map<String, ObjectNode> items, boolean deregister, JsonNode body)
      throws IOException {
    if (deregister) {
      body.path("ids")
          .forEach(id -> items.get(id.asText()).put("drainUntil", "2100-01-01T00:00:00Z"));
    }
    for (JsonNode target : body.path("targets")) {
      String id = target.hasNonNull("id") ? target.path("id").asText() : registered(items, target);
      ObjectNode stored = items.computeIfAbsent(id, none -> JSON.createObjectNode());
      stored.setAll((ObjectNode) target);
      stored.put("id", id);
      stored.remove("drainUntil");
    }
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode list = answer.putArray("items");
    items.values().forEach(list::add);
    answer(exchange, 200, answer, null);
  }

  private static String registered(Map<String, ObjectNode> items, JsonNode target) {
    return items.values().stream()
        .filter(one -> one.path("address").equals(target.path("address")))
        .filter(one -> one.path("port").equals(target.path("port")))
        .map(one -> one.path("id").asText())
        .findFirst()
        .orElseGet(() -> UUID.randomUUID().toString());
  }

  private static String etag(ObjectNode stored) {
    return stored == null ? null : "\"" + stored.path("version").asInt() + "\"";
  }

  private static ObjectNode problem(String detail) {
    return JSON.createObjectNode().put("detail", detail);
  }

  private static void answer(HttpExchange exchange, int status, JsonNode body, String etag)
      throws IOException {
    if (etag != null) {
      exchange.getResponseHeaders().set("ETag", etag);
    }
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
