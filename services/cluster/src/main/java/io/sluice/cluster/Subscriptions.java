package io.sluice.cluster;

import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who listens to which event-bus address, as known by one member: its own subscriptions and copies
 * of the others'. Not thread-safe: used by one thread only.
 */
final class Subscriptions {
  /** What is known of another member. */
  private static final class Member {
    /** Number of its last change that was applied; -1 before its full state came. */
    long version = -1;

    /**
     * The highest number heard. Unicast and multicast are not ordered against each other, so a
     * change may come before the full state that it follows.
     */
    long heard = -1;

    NodeInfo node;
    Map<String, Set<RegistrationInfo>> byAddress = new HashMap<>();

    boolean behind() {
      return version < 0 || heard > version;
    }
  }

  private final Map<String, Member> others = new HashMap<>();
  private final Map<String, Set<RegistrationInfo>> mine = new HashMap<>();
  private final Map<String, Set<RegistrationInfo>> localOnly = new HashMap<>();
  private NodeInfo myNode;
  private long myVersion;

  /**
   * What came of a message.
   *
   * @param changed addresses with another set of subscribers now
   * @param ask whether the sender has to be asked for all of its state
   */
  record Outcome(Collection<String> changed, boolean ask) {
    private static final Outcome NOTHING = new Outcome(List.of(), false);
    private static final Outcome ASK = new Outcome(List.of(), true);
  }

  /** All of this member's state, for the others. */
  StateMessage.Full full() {
    List<StateMessage.Subscription> all = new ArrayList<>();
    mine.forEach((address, registrations) ->
        registrations.forEach(
            registration -> all.add(new StateMessage.Subscription(address, registration.seq()))));
    return new StateMessage.Full(myVersion, myNode, all);
  }

  /** The number of this member's last change. */
  StateMessage.Version version() {
    return new StateMessage.Version(myVersion);
  }

  /** Where this member's event bus listens; returns the message for the others. */
  StateMessage setNode(NodeInfo node) {
    myNode = node;
    return new StateMessage.NodeChanged(++myVersion, node);
  }

  /** Adds a subscription of this member; returns the message for the others, or null for none. */
  StateMessage add(String address, RegistrationInfo registration) {
    boolean local = registration.localOnly();
    boolean added =
        (local ? localOnly : mine)
            .computeIfAbsent(address, key -> new LinkedHashSet<>())
            .add(registration);
    return local || !added
        ? null
        : new StateMessage.Added(
            ++myVersion, new StateMessage.Subscription(address, registration.seq()));
  }

  /**
   * Removes a subscription of this member; returns the message for the others, or null for none.
   */
  StateMessage remove(String address, RegistrationInfo registration) {
    boolean local = registration.localOnly();
    boolean removed = removeFrom(local ? localOnly : mine, address, registration);
    return local || !removed
        ? null
        : new StateMessage.Removed(
            ++myVersion, new StateMessage.Subscription(address, registration.seq()));
  }

  /** A member came; its subscriptions are not known yet. */
  void memberJoined(String id) {
    others.putIfAbsent(id, new Member());
  }

  /** A member went; returns the addresses it listened to. */
  Collection<String> memberLeft(String id) {
    Member member = others.remove(id);
    return member == null ? List.of() : List.copyOf(member.byAddress.keySet());
  }

  /** The other members. */
  Set<String> others() {
    return Set.copyOf(others.keySet());
  }

  /** Members whose state is unknown or out of date. */
  List<String> behind() {
    return others.entrySet().stream()
        .filter(entry -> entry.getValue().behind())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Where a member's event bus listens, or null when unknown. */
  NodeInfo node(String id) {
    Member member = others.get(id);
    return member == null ? null : member.node;
  }

  /** All subscribers of an address. */
  List<RegistrationInfo> of(String address) {
    List<RegistrationInfo> all = new ArrayList<>();
    all.addAll(mine.getOrDefault(address, Set.of()));
    all.addAll(localOnly.getOrDefault(address, Set.of()));
    others.values().forEach(member -> all.addAll(member.byAddress.getOrDefault(address, Set.of())));
    return all;
  }

  /** Takes in what another member told of itself; a sender that is no member is ignored. */
  Outcome received(String sender, StateMessage message) {
    Member member = others.get(sender);
    if (member == null) {
      return Outcome.NOTHING;
    }
    return switch (message) {
      case StateMessage.Full full -> replace(member, sender, full);
      case StateMessage.NodeChanged changed -> {
        if (!follows(member, changed.version())) {
          yield outcomeOfGap(member);
        }
        member.node = changed.node();
        yield Outcome.NOTHING;
      }
      case StateMessage.Added added -> {
        if (!follows(member, added.version())) {
          yield outcomeOfGap(member);
        }
        member
            .byAddress
            .computeIfAbsent(added.subscription().address(), key -> new LinkedHashSet<>())
            .add(registration(sender, added.subscription()));
        yield new Outcome(List.of(added.subscription().address()), false);
      }
      case StateMessage.Removed removed -> {
        if (!follows(member, removed.version())) {
          yield outcomeOfGap(member);
        }
        removeFrom(
            member.byAddress,
            removed.subscription().address(),
            registration(sender, removed.subscription()));
        yield new Outcome(List.of(removed.subscription().address()), false);
      }
      case StateMessage.Version version -> {
        member.heard = Math.max(member.heard, version.version());
        yield outcomeOfGap(member);
      }
      case StateMessage.Ask ignored -> Outcome.NOTHING;
    };
  }

  private static Outcome replace(Member member, String sender, StateMessage.Full full) {
    if (full.version() < member.version) {
      return Outcome.NOTHING;
    }
    Set<String> touched = new LinkedHashSet<>(member.byAddress.keySet());
    member.version = full.version();
    member.node = full.node();
    member.byAddress = new HashMap<>();
    for (StateMessage.Subscription subscription : full.subscriptions()) {
      member
          .byAddress
          .computeIfAbsent(subscription.address(), key -> new LinkedHashSet<>())
          .add(registration(sender, subscription));
    }
    touched.addAll(member.byAddress.keySet());
    return new Outcome(touched, member.behind());
  }

  private static boolean follows(Member member, long version) {
    member.heard = Math.max(member.heard, version);
    if (member.version < 0 || version != member.version + 1) {
      return false;
    }
    member.version = version;
    return true;
  }

  private static Outcome outcomeOfGap(Member member) {
    // Before the first full state nothing is asked here: the sender sends it by itself on joining,
    // and the manager asks those who did not.
    return member.version >= 0 && member.behind() ? Outcome.ASK : Outcome.NOTHING;
  }

  private static RegistrationInfo registration(
      String node, StateMessage.Subscription subscription) {
    return new RegistrationInfo(node, subscription.sequence(), false);
  }

  private static boolean removeFrom(
      Map<String, Set<RegistrationInfo>> byAddress, String address, RegistrationInfo value) {
    Set<RegistrationInfo> values = byAddress.get(address);
    boolean removed = values != null && values.remove(value);
    if (removed && values.isEmpty()) {
      byAddress.remove(address);
    }
    return removed;
  }
}
