package io.sluice.gateway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A target that keeps the bytes it gets, and plays a script on each connection. */
public final class RecordingTarget extends ScriptedTarget<RecordingTarget.Connection> {
  private final Script script;
  private final AtomicInteger heads = new AtomicInteger();

  /** What a target does on a connection; when it returns the connection is closed. */
  @FunctionalInterface
  public interface Script {
    /** Plays it. */
    void play(Connection connection) throws IOException;
  }

  /** A target on a port of its own. */
  public RecordingTarget(Script script) throws IOException {
    this(newSocket(), script);
  }

  /** A target on a socket that listens. */
  public RecordingTarget(ServerSocket server, Script script) {
    super(server);
    this.script = script;
    start();
  }

  /** A target that answers each request with 200 and a body. */
  public static RecordingTarget answering(String body) throws IOException {
    return new RecordingTarget(connection -> {
      while (connection.request() != null) {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
      }
    });
  }

  @Override
  Connection open(Socket socket) throws IOException {
    return new Connection(socket);
  }

  @Override
  void play(Connection connection) {
    try (connection) {
      script.play(connection);
    } catch (IOException peerIsGone) {
      connection.broken = true;
    }
  }

  /** Requests whose head was complete, on all connections. */
  public int requests() {
    return heads.get();
  }

  /** Everything that came, on all connections, as Latin-1. */
  public String received() {
    StringBuilder all = new StringBuilder();
    connections().forEach(connection -> all.append(connection.received()));
    return all.toString();
  }

  /** One connection of the gateway's. */
  public final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private volatile boolean broken;
    private volatile boolean ended;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      socket.setTcpNoDelay(true);
    }

    /** Reads a request with its body; null when the connection ends. */
    public String request() throws IOException {
      String head = head();
      if (head == null) {
        return null;
      }
      String lower = head.toLowerCase(java.util.Locale.ROOT);
      int length = lower.indexOf("\r\ncontent-length: ");
      if (length >= 0) {
        int from = length + 18;
        int size = Integer.parseInt(head.substring(from, head.indexOf('\r', from)));
        return head + read(size);
      }
      if (lower.contains("\r\ntransfer-encoding: chunked")) {
        return head + readUntil("0\r\n", true);
      }
      return head;
    }

    /** Reads a head with its empty line; null when the connection ends. */
    public String head() throws IOException {
      String head = readUntil("\r\n\r\n", false);
      if (head != null) {
        heads.incrementAndGet();
      }
      return head;
    }

    private String readUntil(String end, boolean chunks) throws IOException {
      StringBuilder text = new StringBuilder();
      while (true) {
        int c = readByte();
        if (c < 0) {
          return null;
        }
        text.append((char) c);
        if (chunks
            ? text.toString().endsWith("\r\n\r\n")
                && (text.indexOf("\r\n0\r\n") >= 0 || text.indexOf("0\r\n") == 0)
            : text.length() >= end.length() && text.toString().endsWith(end)) {
          return text.toString();
        }
      }
    }

    /** Reads so many bytes. */
    public String read(int size) throws IOException {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < size; i++) {
        int c = readByte();
        if (c < 0) {
          throw new IOException("ended inside a body");
        }
        text.append((char) c);
      }
      return text.toString();
    }

    /** Reads to the connection's end. */
    public void readToEnd() throws IOException {
      while (readByte() >= 0) {
        // Each byte is kept.
      }
    }

    private int readByte() throws IOException {
      int c = in.read();
      if (c < 0) {
        ended = true;
      } else {
        synchronized (received) {
          received.write(c);
        }
      }
      return c;
    }

    /** Sends text as Latin-1. */
    public void send(String text) throws IOException {
      out().write(text.getBytes(ISO_8859_1));
    }

    /** The socket's stream. */
    public OutputStream out() throws IOException {
      return socket.getOutputStream();
    }

    /** The socket's stream, past the recording. */
    public InputStream in() {
      return in;
    }

    /** The socket. */
    public Socket socket() {
      return socket;
    }

    /** All bytes that came, as Latin-1. */
    public String received() {
      synchronized (received) {
        return received.toString(ISO_8859_1);
      }
    }

    /** Whether the gateway ended or reset it. */
    public boolean ended() {
      return ended || broken;
    }

    /** Closes it with a reset. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
