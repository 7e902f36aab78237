package io.sluice.gateway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A client of HTTP/2 that sends exactly the frames it is given, malformed ones too. A read that
 * takes 10 s fails.
 */
public final class RawHttp2Client implements AutoCloseable {
  /** What every connection begins with. */
  public static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);

  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final OutputStream out;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private final List<Frame> seen = new ArrayList<>();

  /** A frame as it came. */
  public record Frame(int type, int flags, int streamId, byte[] payload) {
    /** Whether a flag is set. */
    public boolean has(int flag) {
      return (flags & flag) != 0;
    }

    /** The payload's int at an offset. */
    public int intAt(int offset) {
      return ByteBuffer.wrap(payload).getInt(offset);
    }
  }

  /**
   * What came on a stream.
   *
   * @param interim statuses of interim answers
   * @param status the final one, 0 when none came
   * @param fields of the final head
   * @param body as Latin-1
   * @param trailers trailer fields
   * @param ended whether END_STREAM came
   * @param reset the code of RST_STREAM, or -1
   */
  public record Answer(
      List<Integer> interim,
      int status,
      Map<String, String> fields,
      String body,
      Map<String, String> trailers,
      boolean ended,
      int reset) {
    /** A field's value, or null. */
    public String field(String name) {
      return fields.get(name);
    }
  }

  /** Connects, without sending anything. */
  public RawHttp2Client(int port) throws IOException {
    this(port, 0);
  }

  /** Connects with a small receive buffer, or the system's when it is 0. */
  public RawHttp2Client(int port, int receiveBuffer) throws IOException {
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** Connects and sends the preface with empty settings. */
  public static RawHttp2Client open(int port) throws IOException {
    return new RawHttp2Client(port).send(PREFACE).send(Frames.settings());
  }

  /** Sends bytes. */
  public RawHttp2Client send(byte[] bytes) throws IOException {
    out.write(bytes);
    return this;
  }

  /** Sends bytes one by one. */
  public RawHttp2Client sendOneByOne(byte[] bytes) throws IOException {
    for (byte b : bytes) {
      out.write(b);
    }
    return this;
  }

  /** Sends a GET on a stream. */
  public RawHttp2Client get(int streamId, String path) throws IOException {
    return send(Frames.headers(streamId, true, Frames.request("GET", path)));
  }

  /** Reads the next frame. */
  public Frame next() throws IOException {
    int first = in.readInt();
    int flags = in.readUnsignedByte();
    int id = in.readInt() & Integer.MAX_VALUE;
    byte[] payload = new byte[first >>> 8];
    in.readFully(payload);
    Frame frame = new Frame(first & 0xff, flags, id, payload);
    seen.add(frame);
    return frame;
  }

  /** All frames that were read so far. */
  public List<Frame> seen() {
    return seen;
  }

  /** Reads frames up to one of a type. */
  public Frame next(int type) throws IOException {
    Frame frame = next();
    while (frame.type() != type) {
      frame = next();
    }
    return frame;
  }

  /** Reads up to GOAWAY and gives its code; fails when the connection ends without it. */
  public int goAwayCode() throws IOException {
    return next(Frames.GOAWAY).intAt(4);
  }

  /** Reads a stream's answer up to its end or reset, giving back what it takes of the windows. */
  public Answer answer(int streamId) throws IOException {
    List<Integer> interim = new ArrayList<>();
    Map<String, String> fields = Map.of();
    Map<String, String> trailers = Map.of();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int status = 0;
    while (true) {
      Frame frame = next();
      boolean end = frame.has(Frames.END_STREAM);
      if (frame.type() == Frames.GOAWAY && frame.intAt(4) != 0) {
        throw new EOFException("GOAWAY " + frame.intAt(4));
      }
      if (frame.type() == Frames.HEADERS) {
        Map<String, String> decoded = decode(frame.payload());
        if (frame.streamId() != streamId) {
          continue;
        }
        if (status > 0) {
          trailers = decoded;
        } else {
          int code = Integer.parseInt(decoded.get(":status"));
          if (code < 200) {
            interim.add(code);
          } else {
            status = code;
            fields = decoded;
          }
        }
      } else if (frame.streamId() != streamId) {
        continue;
      } else if (frame.type() == Frames.DATA) {
        body.writeBytes(frame.payload());
        if (frame.payload().length > 0 && !end) {
          send(Frames.windowUpdate(0, frame.payload().length));
          send(Frames.windowUpdate(streamId, frame.payload().length));
        }
      } else if (frame.type() == Frames.RST_STREAM) {
        return new Answer(
            interim, status, fields, body.toString(ISO_8859_1), trailers, false, frame.intAt(0));
      } else {
        continue;
      }
      if (end) {
        return new Answer(interim, status, fields, body.toString(ISO_8859_1), trailers, true, -1);
      }
    }
  }

  private Map<String, String> decode(byte[] block) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    try {
      decoder
          .decodeHeaders(1, Unpooled.wrappedBuffer(block))
          .forEach(field ->
              fields.merge(
                  field.getKey().toString(), field.getValue().toString(), (a, b) -> a + ", " + b));
    } catch (Http2Exception e) {
      throw new IOException(e);
    }
    return fields;
  }

  /** Whether the connection ends, after whatever frames. */
  public boolean ends() {
    try {
      while (true) {
        next();
      }
    } catch (java.net.SocketTimeoutException still) {
      return false;
    } catch (IOException end) {
      return true;
    }
  }

  /** The socket itself. */
  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
