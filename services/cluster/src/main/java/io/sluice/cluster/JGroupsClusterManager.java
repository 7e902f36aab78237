package io.sluice.cluster;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.NodeSelector;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.MergeView;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.util.UUID;

/**
 * Lets Vert.x' clustered event bus run on JGroups. A member's id is its channel's UUID, so a
 * process that restarts is a new member.
 *
 * <p>One thread owns all state; JGroups' threads only hand over to it. At most {@value
 * #MAX_PENDING_MESSAGES} messages of other members wait for it; above that they are dropped, and
 * when it has caught up the others are asked for their whole state, as they are when a message was
 * lost.
 *
 * <p>Maps, locks and counters shared over the cluster are refused: no part of the suite may depend
 * on them.
 */
public final class JGroupsClusterManager implements ClusterManager, Receiver {
  private static final Logger LOG = Logger.getLogger(JGroupsClusterManager.class);

  /**
   * Two suites that reach each other by mistake would still be told apart by their seeds and CA.
   */
  private static final String CLUSTER = "sluice";

  static final int MAX_PENDING_MESSAGES = 10_000;

  /** A member that did not send its state by itself is asked after this many ms. */
  private static final long ASK_AFTER_MILLIS = 300;

  /** So often members tell the number of their last change, and ask those they are behind of. */
  private static final long REPEAT_MILLIS = 3_000;

  /** Joining waits this long for the others' subscriptions. */
  private static final long FIRST_STATE_MILLIS = 1_500;

  private final ClusterOptions options;
  private final Subscriptions subscriptions = new Subscriptions();
  private final Map<String, Address> addresses = new HashMap<>();
  private final StateThread state = new StateThread(MAX_PENDING_MESSAGES);
  private final CompletableFuture<Void> firstState = new CompletableFuture<>();

  private Vertx vertx;
  private NodeSelector selector;
  private volatile NodeListener nodeListener;
  private volatile NodeInfo nodeInfo;
  private volatile JChannel channel;
  private volatile String id;
  private volatile List<String> nodes = List.of();
  private volatile boolean active;

  public JGroupsClusterManager(ClusterOptions options) {
    this.options = options;
  }

  @Override
  public void init(Vertx vertx, NodeSelector nodeSelector) {
    this.vertx = vertx;
    this.selector = nodeSelector;
  }

  // ---- membership

  @Override
  public void join(Promise<Void> promise) {
    // Connecting blocks for a second and more.
    Thread.ofPlatform()
        .daemon()
        .name("cluster-join")
        .start(() -> StateThread.complete(promise, this::connect));
  }

  private Void connect() throws Exception {
    JChannel opened = ChannelFactory.create(options, vertx);
    channel = opened.setReceiver(this).setDiscardOwnMessages(true);
    try {
      opened.connect(CLUSTER);
    } catch (Exception e) {
      opened.close();
      throw new VertxException(
          "cluster member " + options.memberName() + " could not start: " + rootMessage(e), e);
    }
    active = true;
    state.runEvery(REPEAT_MILLIS, this::repeat);
    try {
      firstState.get(FIRST_STATE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.infof("%s joined; not all members have told their subscriptions yet", name());
    }
    return null;
  }

  @Override
  public void leave(Promise<Void> promise) {
    Thread.ofPlatform()
        .daemon()
        .name("cluster-leave")
        .start(() -> StateThread.complete(promise, this::disconnect));
  }

  private Void disconnect() {
    active = false;
    state.stop();
    if (channel != null) {
      channel.close();
    }
    nodes = List.of();
    return null;
  }

  @Override
  public void viewAccepted(View view) {
    if (id == null) {
      id = idOf(channel.getAddress());
    }
    nodes = view.getMembers().stream().map(JGroupsClusterManager::idOf).toList();
    state.run(() -> onView(view));
  }

  private void onView(View view) {
    LOG.infof("%s: cluster of %d: %s", name(), view.size(), view.getMembers());
    Map<String, Address> current = new HashMap<>();
    for (Address address : view.getMembers()) {
      if (!idOf(address).equals(id)) {
        current.put(idOf(address), address);
      }
    }
    Set<String> left = new HashSet<>(addresses.keySet());
    left.removeAll(current.keySet());
    Set<String> joined = new HashSet<>(current.keySet());
    joined.removeAll(addresses.keySet());
    addresses.clear();
    addresses.putAll(current);
    joined.forEach(subscriptions::memberJoined);
    for (String member : left) {
      updateSelector(subscriptions.memberLeft(member));
    }
    if (view instanceof MergeView) {
      send(null, subscriptions.full());
    } else if (!joined.isEmpty()) {
      StateMessage full = subscriptions.full();
      joined.forEach(member -> send(addresses.get(member), full));
    }
    tellListener(joined, left);
    checkFirstState();
    if (!joined.isEmpty()) {
      state.runAfter(ASK_AFTER_MILLIS, this::askThoseBehind);
    }
  }

  private void tellListener(Set<String> joined, Set<String> left) {
    NodeListener listener = nodeListener;
    if (listener != null) {
      joined.forEach(listener::nodeAdded);
      left.forEach(listener::nodeLeft);
    }
  }

  // ---- state of the others

  @Override
  public void receive(Message message) {
    if (!(message instanceof BytesMessage) || message.getLength() > StateMessage.MAX_BYTES) {
      LOG.warnf("message of %s ignored: %s", message.getSrc(), message);
      return;
    }
    // JGroups reuses the array after this call.
    byte[] bytes = new byte[message.getLength()];
    if (bytes.length > 0) {
      System.arraycopy(message.getArray(), message.getOffset(), bytes, 0, bytes.length);
    }
    Address sender = message.getSrc();
    state.runMessage(() -> onMessage(sender, bytes));
  }

  private void onMessage(Address sender, byte[] bytes) {
    String from = idOf(sender);
    if (!addresses.containsKey(from)) {
      return;
    }
    StateMessage message;
    try {
      message = StateMessage.decode(bytes);
    } catch (IllegalArgumentException e) {
      LOG.warnf("message of %s ignored: %s", sender, e.getMessage());
      return;
    }
    if (message instanceof StateMessage.Ask) {
      send(sender, subscriptions.full());
      return;
    }
    Subscriptions.Outcome outcome = subscriptions.received(from, message);
    if (outcome.ask()) {
      send(sender, new StateMessage.Ask());
    }
    updateSelector(outcome.changed());
    checkFirstState();
  }

  private void repeat() {
    if (state.takeDropped()) {
      LOG.warnf(
          "%s: more than %d messages waited, some were dropped; all members are asked again",
          name(), MAX_PENDING_MESSAGES);
      send(null, new StateMessage.Ask());
    }
    if (!addresses.isEmpty()) {
      send(null, subscriptions.version());
      askThoseBehind();
    }
  }

  private void askThoseBehind() {
    for (String member : subscriptions.behind()) {
      send(addresses.get(member), new StateMessage.Ask());
    }
  }

  private void checkFirstState() {
    if (subscriptions.behind().isEmpty()) {
      firstState.complete(null);
    }
  }

  private void updateSelector(Collection<String> changed) {
    for (String address : changed) {
      if (selector.wantsUpdatesFor(address)) {
        selector.registrationsUpdated(
            new RegistrationUpdateEvent(address, subscriptions.of(address)));
      }
    }
  }

  /** Sends to a member, or to all when null. What is lost is noticed at the next repetition. */
  private void send(Address member, StateMessage message) {
    byte[] bytes = message.encode();
    if (bytes.length > StateMessage.MAX_BYTES) {
      LOG.errorf("%s: state of %d bytes is too large to be sent", name(), bytes.length);
      return;
    }
    try {
      channel.send(new BytesMessage(member, bytes));
    } catch (Exception e) {
      LOG.debugf(e, "%s: could not send to %s", name(), member == null ? "all" : member);
    }
  }

  // ---- this member's own

  @Override
  public void setNodeInfo(NodeInfo info, Promise<Void> promise) {
    nodeInfo = info;
    state.run(
        promise,
        () -> {
          send(null, subscriptions.setNode(info));
          return null;
        });
  }

  @Override
  public NodeInfo getNodeInfo() {
    return nodeInfo;
  }

  @Override
  public void getNodeInfo(String nodeId, Promise<NodeInfo> promise) {
    state.run(
        promise,
        () -> {
          NodeInfo node = nodeId.equals(id) ? nodeInfo : subscriptions.node(nodeId);
          if (node == null) {
            throw new VertxException("no member " + nodeId + " in the cluster", true);
          }
          return node;
        });
  }

  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Promise<Void> promise) {
    state.run(promise, () -> changed(address, subscriptions.add(address, registration)));
  }

  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Promise<Void> promise) {
    state.run(promise, () -> changed(address, subscriptions.remove(address, registration)));
  }

  private Void changed(String address, StateMessage message) {
    if (message != null) {
      send(null, message);
    }
    updateSelector(List.of(address));
    return null;
  }

  @Override
  public void getRegistrations(String address, Promise<List<RegistrationInfo>> promise) {
    state.run(promise, () -> subscriptions.of(address));
  }

  @Override
  public void nodeListener(NodeListener listener) {
    nodeListener = listener;
  }

  @Override
  public String getNodeId() {
    return id;
  }

  /** The ids of all members that this one sees, itself included; empty before joining. */
  @Override
  public List<String> getNodes() {
    return nodes;
  }

  @Override
  public boolean isActive() {
    return active;
  }

  /** The channel, for tests that break it; null before joining. */
  JChannel channel() {
    return channel;
  }

  // ---- refused

  @Override
  public <K, V> void getAsyncMap(String name, Promise<AsyncMap<K, V>> promise) {
    promise.fail(refused());
  }

  @Override
  public <K, V> Map<K, V> getSyncMap(String name) {
    throw refused();
  }

  @Override
  public void getLockWithTimeout(String name, long timeout, Promise<Lock> promise) {
    promise.fail(refused());
  }

  @Override
  public void getCounter(String name, Promise<Counter> promise) {
    promise.fail(refused());
  }

  private static UnsupportedOperationException refused() {
    return new UnsupportedOperationException(
        "maps, locks and counters over the cluster are not supported");
  }

  private String name() {
    return options.memberName();
  }

  private static String idOf(Address address) {
    return ((UUID) address).toStringLong();
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
