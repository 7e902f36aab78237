package io.sluice.gateway.listener;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The sockets of one listener, or why there are none. */
final class BoundListener {
  private final UUID id;
  private final String address;
  private final int port;
  private final List<Channel> sockets = new ArrayList<>();
  private String error;

  BoundListener(UUID id, String address, int port) {
    this.id = id;
    this.address = address;
    this.port = port;
  }

  UUID id() {
    return id;
  }

  String address() {
    return address;
  }

  int port() {
    return port;
  }

  List<Channel> sockets() {
    return sockets;
  }

  boolean bound() {
    return !sockets.isEmpty();
  }

  /** Why it is not bound, or null. */
  String error() {
    return error;
  }

  void error(String why) {
    error = why;
  }

  boolean at(String otherAddress, int otherPort) {
    return port == otherPort && address.equals(otherAddress);
  }

  void close() {
    sockets.forEach(Channel::close);
    sockets.clear();
  }
}
