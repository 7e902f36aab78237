package io.sluice.chassis.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contracts.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Messages as JSON. What is larger than {@link Bus#LARGE_MESSAGE_BYTES} is written and read on a
 * worker thread; a message's size is only known by writing it, so writing is given up at that size
 * and begun anew there.
 */
final class BusCodec {
  private final Vertx vertx;

  BusCodec(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The message's bytes; fails with {@link IllegalArgumentException} when it has no JSON form. */
  Future<Buffer> encode(Object message) {
    LimitedBytes bytes = new LimitedBytes();
    try {
      Json.MAPPER.writeValue(bytes, message);
      return Future.succeededFuture(Buffer.buffer(bytes.bytes.toByteArray()));
    } catch (IOException e) {
      return bytes.full
          ? vertx.executeBlocking(
              () -> Buffer.buffer(Json.MAPPER.writeValueAsBytes(message)), false)
          : Future.failedFuture(
              new IllegalArgumentException("no JSON of " + message.getClass().getName(), e));
    }
  }

  /** The message; fails with {@link IllegalArgumentException} when the bytes are none. */
  <T> Future<T> decode(Buffer bytes, Class<T> type) {
    if (bytes.length() > Bus.LARGE_MESSAGE_BYTES) {
      return vertx.executeBlocking(() -> read(bytes, type), false);
    }
    try {
      return Future.succeededFuture(read(bytes, type));
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
  }

  private static <T> T read(Buffer bytes, Class<T> type) {
    try {
      return Json.MAPPER.readValue(bytes.getBytes(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("no " + type.getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  /** Takes no more than a small message. */
  private static final class LimitedBytes extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private boolean full;

    @Override
    public void write(int b) throws IOException {
      reserve(1);
      bytes.write(b);
    }

    @Override
    public void write(byte[] array, int offset, int length) throws IOException {
      reserve(length);
      bytes.write(array, offset, length);
    }

    private void reserve(int length) throws IOException {
      if (bytes.size() + length > Bus.LARGE_MESSAGE_BYTES) {
        full = true;
        throw new IOException("a large message");
      }
    }
  }
}
