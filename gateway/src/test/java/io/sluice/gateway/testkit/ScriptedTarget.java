package io.sluice.gateway.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A target that plays a script on each connection, and keeps them all.
 *
 * @param <C> what a connection is to the script
 */
abstract class ScriptedTarget<C extends AutoCloseable> implements AutoCloseable {
  private final ServerSocket server;
  private final List<C> connections = new CopyOnWriteArrayList<>();

  ScriptedTarget(ServerSocket server) {
    this.server = server;
  }

  /** A socket on a port of its own. */
  static ServerSocket newSocket() throws IOException {
    return new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
  }

  /** Makes a connection of a socket. */
  abstract C open(Socket socket) throws IOException;

  /** Plays the script, and closes the connection. */
  abstract void play(C connection);

  /** Begins to accept; the last that a constructor does. */
  final void start() {
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        C connection = open(server.accept());
        connections.add(connection);
        if (server.isClosed()) {
          // The JDK still gives a connection that came while the socket was being closed.
          close(connection);
          return;
        }
        Thread.ofVirtual().start(() -> play(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** All connections so far, closed ones too. */
  public List<C> connections() {
    return connections;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (C connection : connections) {
      close(connection);
    }
  }

  private static void close(AutoCloseable connection) throws IOException {
    try {
      connection.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
