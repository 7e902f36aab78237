package io.sluice.e2e.traffic;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A target: a small HTTP/1.1 server on loopback, one virtual thread a connection. Every answer
 * names it in {@link #NAME_FIELD}.
 *
 * <ul>
 *   <li>{@code /bytes/N} answers N bytes of the test pattern
 *   <li>{@code /hold/N} answers after N ms, times its {@link #slowdown(int)}, or as soon as {@link
 *       #release()} is called
 *   <li>a request to switch to WebSocket is granted: a greeting with the backend's name and the Via
 *       field that it saw, then every message is sent back
 *   <li>{@code /healthz} answers the status of {@link #healthStatus(int)}
 *   <li>every other path answers 200 with the backend's name; a request's body is read, compared
 *       with the test pattern and its length named in {@link #BODY_FIELD}
 * </ul>
 */
public final class Backend implements AutoCloseable {
  /** Response field: the backend's name. */
  public static final String NAME_FIELD = "x-target";

  /** Response field: the Via field that the request had. */
  public static final String SEEN_VIA_FIELD = "x-seen-via";

  /** Response field: length of the request's body, and whether it was the test pattern. */
  public static final String BODY_FIELD = "x-body";

  private final String name;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong holding = new AtomicLong();
  private final AtomicLong receiving = new AtomicLong();
  private final AtomicLong uploads = new AtomicLong();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile int healthStatus = 200;
  private volatile int slowdown = 1;
  private volatile boolean closed;

  private Backend(String name, int port) throws IOException {
    this.name = name;
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    Thread.ofVirtual().name(name).start(this::accept);
  }

  /**
   * Starts a backend.
   *
   * @param port where, or 0 for a free one
   */
  public static Backend start(String name, int port) throws IOException {
    return new Backend(name, port);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** Requests answered or under way, those to {@code /healthz} not counted. */
  public long requests() {
    return requests.get();
  }

  /** Requests that are held now. */
  public long holding() {
    return holding.get();
  }

  /** Chunked bodies that are coming now. */
  public long receiving() {
    return receiving.get();
  }

  /** Chunked bodies that came whole and were the test pattern. */
  public long uploads() {
    return uploads.get();
  }

  /** Answers all held requests, and holds none any more. */
  public void release() {
    released.countDown();
  }

  /** Sets what health probes get. */
  public void healthStatus(int status) {
    healthStatus = status;
  }

  /** Sets how many times as long as others it holds requests. */
  public Backend slowdown(int factor) {
    slowdown = factor;
    return this;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        if (!closed) {
          throw new IllegalStateException(name + " cannot accept", e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    open.add(socket);
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
      for (Wire.Head head = Wire.readHead(in); head != null; head = Wire.readHead(in)) {
        if (WebSocketEcho.asked(head)) {
          WebSocketEcho.serve(head, in, out, name + " " + head.field("via"));
          return;
        }
        answer(head, in, out);
        out.flush();
        if (head.closes()) {
          return;
        }
      }
    } catch (SocketException | java.io.EOFException e) {
      // The other side went away: its own affair.
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(name + " cannot answer", e);
    } finally {
      open.remove(socket);
    }
  }

  private void answer(Wire.Head head, InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    String[] line = head.startLine().split(" ", 3);
    String path = line[1];
    if (path.startsWith("/healthz")) {
      Wire.readBody(in, head, false, OutputStream.nullOutputStream());
      head(out, healthStatus, head, 0, "");
      return;
    }
    requests.incrementAndGet();
    Pattern.Checker checker = new Pattern.Checker();
    long received = receive(head, in, checker);
    if (path.startsWith("/hold/")) {
      holding.incrementAndGet();
      try {
        released.await(number(path) * slowdown, TimeUnit.MILLISECONDS);
      } finally {
        holding.decrementAndGet();
      }
    }
    String body = received + (checker.intact() ? " intact" : " damaged");
    if (path.startsWith("/bytes/")) {
      head(out, 200, head, number(path), body);
      Pattern.write(out, number(path));
      return;
    }
    byte[] text = Wire.ascii(name + "\n");
    head(out, 200, head, text.length, body);
    if (!"HEAD".equals(line[0])) {
      out.write(text);
    }
  }

  private long receive(Wire.Head head, InputStream in, Pattern.Checker checker) throws IOException {
    boolean chunked = head.field("transfer-encoding") != null;
    receiving.addAndGet(chunked ? 1 : 0);
    try {
      long received = Wire.readBody(in, head, false, checker);
      uploads.addAndGet(chunked && checker.intact() ? 1 : 0);
      return received;
    } finally {
      receiving.addAndGet(chunked ? -1 : 0);
    }
  }

  private void head(OutputStream out, int status, Wire.Head request, long length, String body)
      throws IOException {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(status).append(" Answer\r\nContent-Type: text/plain\r\n");
    head.append("Content-Length: ").append(length).append("\r\n");
    head.append(NAME_FIELD).append(": ").append(name).append("\r\n");
    head.append(BODY_FIELD).append(": ").append(body).append("\r\n");
    if (request.field("via") != null) {
      head.append(SEEN_VIA_FIELD).append(": ").append(request.field("via")).append("\r\n");
    }
    out.write(Wire.ascii(head.append("\r\n").toString()));
  }

  private static long number(String path) {
    String digits = path.split("/")[2];
    int query = digits.indexOf('?');
    return Long.parseLong(query < 0 ? digits : digits.substring(0, query));
  }
}
