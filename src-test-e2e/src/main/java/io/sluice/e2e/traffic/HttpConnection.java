package io.sluice.e2e.traffic;

import io.sluice.e2e.traffic.RequestFailure.Kind;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One client connection kept alive. It never retries, so that no failure is hidden. Used by one
 * thread at a time.
 */
public final class HttpConnection implements AutoCloseable {
  static final int KEPT_BODY_BYTES = 4096;

  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;
  private boolean usable = true;

  private HttpConnection(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.in = new BufferedInputStream(channel.socket().getInputStream(), 64 * 1024);
    this.out = channel.socket().getOutputStream();
  }

  /**
   * Connects to a loopback port.
   *
   * @param port where
   * @param timeoutMillis the longest silence while an answer is awaited
   */
  public static HttpConnection open(int port, int timeoutMillis) throws RequestFailure {
    SocketChannel channel = null;
    try {
      channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel
          .socket()
          .connect(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
              CONNECT_TIMEOUT_MILLIS);
      channel.socket().setSoTimeout(timeoutMillis);
      return new HttpConnection(channel);
    } catch (IOException e) {
      closeQuietly(channel);
      throw new RequestFailure(Kind.REFUSED, "port " + port + ": " + e.getMessage(), e);
    }
  }

  /** As {@link #open(int, int)} with 30 s. */
  public static HttpConnection open(int port) throws RequestFailure {
    return open(port, 30_000);
  }

  /** Whether another request may be sent: the other side has neither closed nor announced it. */
  public boolean usable() {
    if (!usable || !channel.isOpen()) {
      return false;
    }
    try {
      channel.configureBlocking(false);
      try {
        // Between two exchanges the only thing there can be to read is the end.
        return channel.read(ByteBuffer.allocate(1)) == 0;
      } finally {
        channel.configureBlocking(true);
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends a request without a body and reads the whole answer. */
  public Exchange get(String host, String path) throws RequestFailure {
    return send("GET", host, path, 0);
  }

  /**
   * Sends a request and reads the whole answer.
   *
   * @param bodyBytes length of the request's body; its content is a fixed pattern
   */
  public Exchange send(String method, String host, String path, long bodyBytes)
      throws RequestFailure {
    return exchange(
        method,
        () -> {
          head(method, host, path, bodyBytes > 0 ? "Content-Length: " + bodyBytes : null);
          Pattern.write(out, bodyBytes);
        });
  }

  /**
   * Sends a request with a cookie and reads the whole answer.
   *
   * @param cookie {@code name=value}, or null for none
   */
  public Exchange get(String host, String path, String cookie) throws RequestFailure {
    return exchange(
        "GET", () -> head("GET", host, path, cookie == null ? null : "Cookie: " + cookie));
  }

  /** What is waited for before each piece of a body. */
  interface Pause {
    void await() throws InterruptedException;
  }

  /**
   * Sends a chunked body piece by piece and reads the whole answer.
   *
   * @param pieceBytes a multiple of the pattern's period, so that all pieces are one pattern
   */
  Exchange upload(String host, String path, int pieces, int pieceBytes, Pause pause)
      throws RequestFailure {
    return exchange(
        "POST",
        () -> {
          head("POST", host, path, "Transfer-Encoding: chunked");
          for (int i = 0; i < pieces; i++) {
            pause.await();
            out.write(Wire.ascii(Integer.toHexString(pieceBytes) + "\r\n"));
            Pattern.write(out, pieceBytes);
            out.write(Wire.ascii("\r\n"));
          }
          out.write(Wire.ascii("0\r\n\r\n"));
        });
  }

  private void head(String method, String host, String path, String field) throws IOException {
    out.write(
        Wire.ascii(
            method
                + " "
                + path
                + " HTTP/1.1\r\nHost: "
                + host
                + (field == null ? "" : "\r\n" + field)
                + "\r\n\r\n"));
  }

  /** Sends a request. */
  private interface Sending {
    void send() throws IOException, InterruptedException;
  }

  private Exchange exchange(String method, Sending request) throws RequestFailure {
    boolean answering = false;
    try {
      request.send();
      in.mark(1);
      if (in.read() < 0) {
        throw new EOFException("closed before an answer");
      }
      in.reset();
      answering = true;
      return readAnswer("HEAD".equals(method));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(Kind.TIMEOUT, e);
    } catch (SocketTimeoutException e) {
      throw failed(Kind.TIMEOUT, e);
    } catch (NumberFormatException e) {
      throw failed(Kind.MALFORMED, e);
    } catch (EOFException e) {
      throw failed(answering ? Kind.SHORT_BODY : Kind.RESET_BEFORE_ANSWER, e);
    } catch (IOException e) {
      throw failed(answering ? Kind.RESET_WITHIN_ANSWER : Kind.RESET_BEFORE_ANSWER, e);
    }
  }

  private Exchange readAnswer(boolean headOnly) throws IOException {
    Wire.Head head = Wire.readHead(in);
    while (head.startLine().startsWith("HTTP/1.1 1")) {
      head = Wire.readHead(in);
      if (head == null) {
        throw new EOFException("closed after an interim answer");
      }
    }
    int status = Integer.parseInt(head.startLine().split(" ", 3)[1]);
    Kept kept = new Kept();
    long length = 0;
    if (!headOnly && status != 204 && status != 304) {
      length = Wire.readBody(in, head, true, kept);
    }
    if (head.closes()) {
      close();
    }
    return new Exchange(status, head.fields(), length, kept.text(), kept.checker.intact());
  }

  private RequestFailure failed(Kind kind, Exception cause) {
    String where = String.valueOf(channel.socket().getLocalPort());
    close();
    return new RequestFailure(kind, "from port " + where + ": " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    usable = false;
    closeQuietly(channel);
  }

  private static void closeQuietly(SocketChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // The socket is gone either way.
      }
    }
  }

  /** Keeps the first bytes and compares all with the test pattern. */
  private static final class Kept extends OutputStream {
    private final Pattern.Checker checker = new Pattern.Checker();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      checker.write(b);
      if (bytes.size() < KEPT_BODY_BYTES) {
        bytes.write(b);
      }
    }

    @Override
    public void write(byte[] data, int offset, int length) {
      checker.write(data, offset, length);
      bytes.write(data, offset, Math.min(length, KEPT_BODY_BYTES - bytes.size()));
    }

    String text() {
      return bytes.toString(StandardCharsets.ISO_8859_1);
    }
  }
}
