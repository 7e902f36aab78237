package io.sluice.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that treats each connection as a test says. */
public final class BadServer implements AutoCloseable {
  /** What is done with a connection; it is closed afterwards. */
  @FunctionalInterface
  public interface Script {
    void play(Socket connection) throws IOException;
  }

  private final ServerSocket listening;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  public BadServer(Script script) throws IOException {
    listening = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(script));
  }

  /** Reads a request's head and writes an answer. */
  public static BadServer answering(String answer) throws IOException {
    return new BadServer(connection -> {
      readHead(connection);
      connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    });
  }

  /** Reads up to the empty line. */
  public static String readHead(Socket connection) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = connection.getInputStream().read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** Waits until the peer has closed. */
  public static void awaitClose(Socket connection) throws IOException {
    connection.getInputStream().readAllBytes();
  }

  public int port() {
    return listening.getLocalPort();
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : new ArrayList<>(open)) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(Script script) {
    while (!listening.isClosed()) {
      try {
        Socket connection = listening.accept();
        open.add(connection);
        Thread.ofVirtual().start(() -> play(script, connection));
      } catch (SocketException e) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void play(Script script, Socket connection) {
    try (connection) {
      script.play(connection);
    } catch (IOException e) {
      // The prober closes when it has its verdict.
    } finally {
      open.remove(connection);
    }
  }
}
