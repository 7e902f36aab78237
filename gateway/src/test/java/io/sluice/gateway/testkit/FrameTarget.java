package io.sluice.gateway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A target that speaks HTTP/2 frame by frame, as a script says: what a library would never send
 * too. It keeps all frames that it gets.
 */
public final class FrameTarget extends ScriptedTarget<FrameTarget.Connection> {
  /** Frame types. */
  public static final int DATA = 0;

  /** See {@link #DATA}. */
  public static final int HEADERS = 1;

  /** See {@link #DATA}. */
  public static final int RST_STREAM = 3;

  /** See {@link #DATA}. */
  public static final int SETTINGS = 4;

  /** See {@link #DATA}. */
  public static final int PING = 6;

  /** See {@link #DATA}. */
  public static final int GOAWAY = 7;

  /** See {@link #DATA}. */
  public static final int WINDOW_UPDATE = 8;

  /** Flags. */
  public static final int END_STREAM = 1;

  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);

  private final Script script;

  /** What a target does on a connection; when it returns the connection is closed. */
  @FunctionalInterface
  public interface Script {
    /** Plays it. */
    void play(Connection connection) throws IOException;
  }

  /**
   * A frame that came.
   *
   * @param fields of HEADERS, in their order; null else
   */
  public record Frame(int type, int flags, int stream, byte[] payload, Map<String, String> fields) {
    /** Whether nothing follows on its stream. */
    public boolean endsStream() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    /** The payload as Latin-1. */
    public String text() {
      return new String(payload, ISO_8859_1);
    }

    /** An error code: of RST_STREAM. */
    public int code() {
      return Unpooled.wrappedBuffer(payload).readInt();
    }
  }

  /** A target on a port of its own. */
  public FrameTarget(Script script) throws IOException {
    this(newSocket(), script);
  }

  /** A target on a socket that listens. */
  public FrameTarget(ServerSocket server, Script script) {
    super(server);
    this.script = script;
    start();
  }

  /** A target that answers each request that is complete with 200 and a body. */
  public static FrameTarget answering(String body) throws IOException {
    return answering(newSocket(), body);
  }

  /** A target on a socket that listens, which answers as {@link #answering(String)}. */
  public static FrameTarget answering(ServerSocket server, String body) {
    return new FrameTarget(
        server,
        connection -> {
          connection.settings();
          while (true) {
            Frame frame = connection.frame();
            if (frame.endsStream()) {
              connection.headers(frame.stream(), false, ":status", "200");
              connection.data(frame.stream(), true, body);
            }
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
      connection.in.readFully(new byte[PREFACE.length]);
      script.play(connection);
    } catch (IOException peerIsGone) {
      connection.ended = true;
    }
  }

  /** All frames of a type, on all connections. */
  public List<Frame> frames(int type) {
    return connections().stream()
        .flatMap(connection -> connection.frames.stream())
        .filter(frame -> frame.type() == type)
        .toList();
  }

  /** One connection of the gateway's. */
  public static final class Connection implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private volatile boolean ended;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new DataInputStream(socket.getInputStream());
      socket.setTcpNoDelay(true);
    }

    /** The frames that came. */
    public List<Frame> frames() {
      return frames;
    }

    /** Whether the gateway ended or reset it. */
    public boolean ended() {
      return ended;
    }

    /** Reads a frame; acknowledges SETTINGS and PING. */
    public Frame frame() throws IOException {
      int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = new byte[length];
      in.readFully(payload);
      Frame frame =
          new Frame(type, flags, stream, payload, type == HEADERS ? fields(payload) : null);
      frames.add(frame);
      if ((type == SETTINGS || type == PING) && (flags & ACK) == 0) {
        send(type, ACK, 0, type == PING ? payload : new byte[0]);
      }
      return frame;
    }

    /** Reads on to a frame of a type. */
    public Frame frame(int type) throws IOException {
      Frame frame = frame();
      while (frame.type() != type) {
        frame = frame();
      }
      return frame;
    }

    /** Reads on to the end of a request; returns its stream. */
    public int request() throws IOException {
      Frame frame = frame();
      while (!frame.endsStream()) {
        frame = frame();
      }
      return frame.stream();
    }

    /** Reads to the connection's end. */
    public void readToEnd() throws IOException {
      try {
        while (true) {
          frame();
        }
      } catch (EOFException end) {
        ended = true;
      }
    }

    private Map<String, String> fields(byte[] payload) throws IOException {
      try {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Map.Entry<CharSequence, CharSequence> field :
            decoder.decodeHeaders(1, Unpooled.wrappedBuffer(payload))) {
          fields.merge(
              field.getKey().toString(), field.getValue().toString(), (a, b) -> a + ", " + b);
        }
        return fields;
      } catch (Http2Exception e) {
        throw new IOException(e);
      }
    }

    /** Sends SETTINGS: identifiers and values in turn. */
    public void settings(int... settings) throws IOException {
      ByteBuf payload = Unpooled.buffer();
      for (int i = 0; i < settings.length; i += 2) {
        payload.writeShort(settings[i]).writeInt(settings[i + 1]);
      }
      send(SETTINGS, 0, 0, bytes(payload));
    }

    /** Sends HEADERS with fields: names and values in turn. */
    public void headers(int stream, boolean end, String... fields) throws IOException {
      ByteBuf block = Unpooled.buffer();
      for (int i = 0; i < fields.length; i += 2) {
        // Literals, since a library's encoder would put the fields into order.
        block.writeByte(0);
        literal(block, fields[i]);
        literal(block, fields[i + 1]);
      }
      send(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, bytes(block));
    }

    private static void literal(ByteBuf block, String text) {
      int left = text.length() - 127;
      block.writeByte(Math.min(text.length(), 127));
      if (left >= 0) {
        for (; left > 127; left >>= 7) {
          block.writeByte(left & 127 | 128);
        }
        block.writeByte(left);
      }
      block.writeCharSequence(text, ISO_8859_1);
    }

    /** Sends DATA. */
    public void data(int stream, boolean end, String text) throws IOException {
      data(stream, end, text.getBytes(ISO_8859_1));
    }

    /** Sends DATA. */
    public void data(int stream, boolean end, byte[] payload) throws IOException {
      send(DATA, end ? END_STREAM : 0, stream, payload);
    }

    /** Sends RST_STREAM. */
    public void reset(int stream, int code) throws IOException {
      send(RST_STREAM, 0, stream, bytes(Unpooled.buffer().writeInt(code)));
    }

    /** Sends GOAWAY. */
    public void goAway(int lastStream, int code) throws IOException {
      send(GOAWAY, 0, 0, bytes(Unpooled.buffer().writeInt(lastStream).writeInt(code)));
    }

    /** Sends WINDOW_UPDATE. */
    public void windowUpdate(int stream, int bytes) throws IOException {
      send(WINDOW_UPDATE, 0, stream, bytes(Unpooled.buffer().writeInt(bytes)));
    }

    /** Sends a frame. */
    public void send(int type, int flags, int stream, byte[] payload) throws IOException {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(payload.length >> 16);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
      frame.write(type);
      frame.write(flags);
      frame.writeBytes(bytes(Unpooled.buffer().writeInt(stream)));
      frame.writeBytes(payload);
      socket.getOutputStream().write(frame.toByteArray());
    }

    private static byte[] bytes(ByteBuf buffer) {
      byte[] bytes = new byte[buffer.readableBytes()];
      buffer.readBytes(bytes);
      return bytes;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
