package io.sluice.gateway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A client that sends exactly the bytes it is given. A read that takes 10 s fails. */
public final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;

  /** Connects to a port of the loopback. */
  public RawClient(int port) throws IOException {
    this(port, 0);
  }

  /** Connects from another address of the loopback, as 127.0.0.2. */
  public static RawClient from(String source, int port) throws IOException {
    return new RawClient(port, 0, new InetSocketAddress(source, 0));
  }

  /** Connects with a small receive buffer, or the system's when it is 0. */
  public RawClient(int port, int receiveBuffer) throws IOException {
    this(port, receiveBuffer, null);
  }

  private RawClient(int port, int receiveBuffer, InetSocketAddress source) throws IOException {
    socket = new Socket();
    socket.bind(source);
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = socket.getInputStream();
  }

  /** A client over a socket that is connected already. */
  public RawClient(Socket connected) throws IOException {
    socket = connected;
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = socket.getInputStream();
  }

  /** Sends text as Latin-1. */
  public RawClient send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  /** Sends bytes. */
  public RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Reads one answer whose body ends by its own fields; the request was not HEAD. */
  public Answer answer() throws IOException {
    return answer(false);
  }

  /** Reads one answer, interim ones too. */
  public Answer answer(boolean toHead) throws IOException {
    Answer head = head();
    boolean empty = toHead || head.status() < 200 || head.status() == 204 || head.status() == 304;
    if (empty) {
      return head;
    }
    if ("chunked".equals(head.field("transfer-encoding"))) {
      return head.withBody(chunks());
    }
    if (head.field("content-length") != null) {
      return head.withBody(
          new String(exactly(Integer.parseInt(head.field("content-length"))), ISO_8859_1));
    }
    return head.withBody(new String(in.readAllBytes(), ISO_8859_1));
  }

  /** Reads an answer's head alone. */
  public Answer head() throws IOException {
    String statusLine = line();
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      fields.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).trim(),
          (a, b) -> a + ", " + b);
    }
    return new Answer(Integer.parseInt(statusLine.substring(9, 12)), fields, "");
  }

  private String chunks() throws IOException {
    StringBuilder body = new StringBuilder();
    while (true) {
      int size = Integer.parseInt(line(), 16);
      if (size == 0) {
        StringBuilder trailers = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
          trailers.append('[').append(line).append(']');
        }
        return body.append(trailers).toString();
      }
      body.append(new String(exactly(size), ISO_8859_1));
      line();
    }
  }

  private byte[] exactly(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("body of " + bytes.length + " bytes instead of " + size);
    }
    return bytes;
  }

  /** Reads a line without its end. */
  public String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("end inside a line: " + line.toString(ISO_8859_1));
      }
      line.write(c);
    }
    String text = line.toString(ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** Reads what comes until the end of the connection, or until it is reset. */
  public String rest() {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      in.transferTo(rest);
    } catch (IOException reset) {
      rest.writeBytes("<reset>".getBytes(ISO_8859_1));
    }
    return rest.toString(ISO_8859_1);
  }

  /** Whether the connection ends, in whatever way, with no further byte. */
  public boolean ended() {
    try {
      return in.read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  /** The socket's stream, for large bodies. */
  public InputStream in() {
    return in;
  }

  /** The socket itself. */
  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /**
   * An answer.
   *
   * @param status its status
   * @param fields by lower-case name; repeated ones joined by commas
   * @param body as Latin-1; trailers follow in brackets
   */
  public record Answer(int status, Map<String, String> fields, String body) {
    /** A field's value, or null. */
    public String field(String name) {
      return fields.get(name);
    }

    Answer withBody(String newBody) {
      return new Answer(status, fields, newBody);
    }
  }
}
