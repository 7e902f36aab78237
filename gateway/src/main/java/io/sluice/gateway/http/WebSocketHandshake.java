package io.sluice.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The half of a WebSocket handshake that HTTP/2 has not (RFC 8441 section 5): the key that a target
 * of HTTP/1.1 must be sent, and its answer. It keeps what the client sends before the tunnel is
 * there, which is never more than the stream's window.
 */
final class WebSocketHandshake {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final String key;
  private final Deque<ByteBuf> early = new ArrayDeque<>(2);

  private WebSocketHandshake(String key) {
    this.key = key;
  }

  /** Adds to a request what HTTP/1.1 asks for. */
  static WebSocketHandshake prepare(HttpHeaders headers) {
    byte[] nonce = new byte[16];
    ThreadLocalRandom.current().nextBytes(nonce);
    String key = Base64.getEncoder().encodeToString(nonce);
    headers.set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key);
    headers.remove(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT);
    return new WebSocketHandshake(key);
  }

  /** Whether an answer 101 proves that the target has understood (RFC 6455 section 4.1). */
  boolean accepted(HttpHeaders answer) {
    return "websocket".equalsIgnoreCase(answer.get(HttpHeaderNames.UPGRADE))
        && answerTo(key).equals(answer.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT));
  }

  /** Takes from the answer what HTTP/2 has not. */
  void removeAccept(HttpHeaders answer) {
    answer.remove(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT);
  }

  private static String answerTo(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 is a part of every Java", e);
    }
  }

  /** Keeps what came before the tunnel. */
  void keep(ByteBuf piece) {
    early.addLast(piece);
  }

  /** Gives it to the tunnel. */
  void passOn(Http2Tunnel tunnel) {
    for (ByteBuf piece = early.pollFirst(); piece != null; piece = early.pollFirst()) {
      tunnel.fromClient(piece, false);
    }
  }

  void release() {
    early.forEach(ByteBuf::release);
    early.clear();
  }
}
