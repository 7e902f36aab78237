package io.sluice.e2e.traffic;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The target's end of a WebSocket (RFC 6455): greets, then sends every message back. */
final class WebSocketEcho {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private final DataInputStream in;
  private final OutputStream out;

  private WebSocketEcho(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = out;
  }

  static boolean asked(Wire.Head request) {
    return "websocket".equalsIgnoreCase(request.field("upgrade"));
  }

  /** Consents, greets, and serves until the client has said goodbye. */
  static void serve(Wire.Head request, InputStream in, OutputStream out, String greeting)
      throws IOException {
    out.write(
        Wire.ascii(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Accept: "
                + answerTo(request.field("sec-websocket-key"))
                + "\r\n\r\n"));
    WebSocketEcho echo = new WebSocketEcho(in, out);
    echo.send(TEXT, greeting.getBytes(StandardCharsets.UTF_8));
    while (echo.answerNext()) {
      // Goes on to the Close frame.
    }
  }

  private boolean answerNext() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0F;
    int length = in.readUnsignedByte() & 0x7F;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    if (opcode != PONG) {
      send(opcode == PING ? PONG : opcode, payload);
    }
    return opcode != CLOSE;
  }

  private void send(int opcode, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 4);
    frame.put((byte) (0x80 | opcode));
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else {
      frame.put((byte) 126).putShort((short) payload.length);
    }
    frame.put(payload);
    out.write(frame.array(), 0, frame.position());
    out.flush();
  }

  private static String answerTo(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(Wire.ascii(key + GUID));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 is a part of every Java", e);
    }
  }
}
