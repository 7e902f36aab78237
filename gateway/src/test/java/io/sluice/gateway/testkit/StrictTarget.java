package io.sluice.gateway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A target that reads what it gets by {@link StrictMessage}, and answers complete requests. */
public final class StrictTarget implements AutoCloseable {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(ISO_8859_1);

  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private List<StrictMessage> requests = new ArrayList<>();
  private List<String> faults = new ArrayList<>();
  private int connections;

  /** On a port of its own. */
  public StrictTarget() throws IOException {
    server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** The complete requests since the last call. */
  public synchronized List<StrictMessage> takeRequests() {
    List<StrictMessage> taken = requests;
    requests = new ArrayList<>();
    return taken;
  }

  /** What came that was no request, since the last call. */
  public synchronized List<String> takeFaults() {
    List<String> taken = faults;
    faults = new ArrayList<>();
    return taken;
  }

  /** Connections since the last call that the gateway opened. */
  public synchronized int takeConnections() {
    int taken = connections;
    connections = 0;
    return taken;
  }

  /** Connections that are open. */
  public int open() {
    return sockets.size();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        synchronized (this) {
          connections++;
        }
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    StringBuilder unread = new StringBuilder();
    byte[] buffer = new byte[16 * 1024];
    try (socket) {
      for (int n = socket.getInputStream().read(buffer);
          n >= 0;
          n = socket.getInputStream().read(buffer)) {
        unread.append(new String(buffer, 0, n, ISO_8859_1));
        while (answered(unread)) {
          socket.getOutputStream().write(ANSWER);
        }
      }
    } catch (IOException | StrictMessage.Malformed e) {
      fault(e.toString());
    } finally {
      sockets.remove(socket);
    }
  }

  private synchronized boolean answered(StringBuilder unread) {
    StrictMessage request = StrictMessage.request(unread.toString());
    if (request == null) {
      return false;
    }
    requests.add(request);
    unread.delete(0, request.end());
    return true;
  }

  private synchronized void fault(String what) {
    if (!what.contains("SocketException")) {
      faults.add(what);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
