package io.sluice.cluster;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.NodeInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What members tell each other about their event-bus subscriptions. A member numbers its own
 * changes; who misses one asks for all.
 */
sealed interface StateMessage {
  /** Larger messages are neither sent nor read: a thousand subscriptions take about 60 KiB. */
  int MAX_BYTES = 1024 * 1024;

  /** A subscription of the sender that other members may use. */
  record Subscription(String address, long sequence) {}

  /**
   * All of the sender's state.
   *
   * @param version the number of its last change
   * @param node where its event bus listens; null until it does
   */
  record Full(long version, NodeInfo node, List<Subscription> subscriptions)
      implements StateMessage {}

  /** The sender's event bus listens. */
  record NodeChanged(long version, NodeInfo node) implements StateMessage {}

  /** The sender subscribed. */
  record Added(long version, Subscription subscription) implements StateMessage {}

  /** The sender unsubscribed. */
  record Removed(long version, Subscription subscription) implements StateMessage {}

  /** The sender's last change, repeated so that a lost message is noticed. */
  record Version(long version) implements StateMessage {}

  /** Asks the receiver for all of its state. */
  record Ask() implements StateMessage {}

  /** The message as bytes. */
  default byte[] encode() {
    JsonObject json =
        switch (this) {
          case Full full ->
              new JsonObject()
                  .put("type", "full")
                  .put("version", full.version)
                  .put("node", nodeJson(full.node))
                  .put("subscriptions", subscriptionsJson(full.subscriptions));
          case NodeChanged changed ->
              new JsonObject()
                  .put("type", "node")
                  .put("version", changed.version)
                  .put("node", nodeJson(changed.node));
          case Added added -> change("added", added.version, added.subscription);
          case Removed removed -> change("removed", removed.version, removed.subscription);
          case Version version ->
              new JsonObject().put("type", "version").put("version", version.version);
          case Ask ignored -> new JsonObject().put("type", "ask");
        };
    return json.encode().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException when the bytes are none
   */
  static StateMessage decode(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(bytes.length + " bytes, more than " + MAX_BYTES);
    }
    try {
      JsonObject json = new JsonObject(new String(bytes, StandardCharsets.UTF_8));
      String type = json.getString("type", "");
      return switch (type) {
        case "full" ->
            new Full(version(json), node(json.getJsonObject("node")), subscriptions(json));
        case "node" -> new NodeChanged(version(json), node(json.getJsonObject("node")));
        case "added" -> new Added(version(json), subscription(json));
        case "removed" -> new Removed(version(json), subscription(json));
        case "version" -> new Version(version(json));
        case "ask" -> new Ask();
        default -> throw new IllegalArgumentException("unknown type '" + type + "'");
      };
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      // Vert.x' JSON throws DecodeException, ClassCastException or NullPointerException.
      throw new IllegalArgumentException("malformed: " + e.getMessage(), e);
    }
  }

  private static JsonObject change(String type, long version, Subscription subscription) {
    return subscriptionJson(subscription).put("type", type).put("version", version);
  }

  private static JsonObject subscriptionJson(Subscription subscription) {
    return new JsonObject()
        .put("address", subscription.address())
        .put("sequence", subscription.sequence());
  }

  private static JsonArray subscriptionsJson(List<Subscription> subscriptions) {
    JsonArray array = new JsonArray();
    subscriptions.forEach(subscription -> array.add(subscriptionJson(subscription)));
    return array;
  }

  private static JsonObject nodeJson(NodeInfo node) {
    return node == null
        ? null
        : new JsonObject()
            .put("host", node.host())
            .put("port", node.port())
            .put("metadata", node.metadata());
  }

  private static long version(JsonObject json) {
    Long version = json.getLong("version");
    if (version == null || version < 0) {
      throw new IllegalArgumentException("version " + version);
    }
    return version;
  }

  private static NodeInfo node(JsonObject json) {
    if (json == null) {
      return null;
    }
    String host = json.getString("host");
    int port = json.getInteger("port", 0);
    if (host == null || host.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("node " + host + ":" + port);
    }
    return new NodeInfo(host, port, json.getJsonObject("metadata"));
  }

  private static Subscription subscription(JsonObject json) {
    String address = json.getString("address");
    Long sequence = json.getLong("sequence");
    if (address == null || sequence == null) {
      throw new IllegalArgumentException("subscription to " + address + ", sequence " + sequence);
    }
    return new Subscription(address, sequence);
  }

  private static List<Subscription> subscriptions(JsonObject json) {
    JsonArray array = json.getJsonArray("subscriptions");
    List<Subscription> subscriptions = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      subscriptions.add(subscription(array.getJsonObject(i)));
    }
    return subscriptions;
  }
}
