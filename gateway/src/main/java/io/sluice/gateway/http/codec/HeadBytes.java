package io.sluice.gateway.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;

/** Composes a head's bytes in an array, which costs less than single writes to a buffer. */
final class HeadBytes {
  private static final int INITIAL = 4096;

  private static final FastThreadLocal<HeadBytes> SCRATCH =
      new FastThreadLocal<>() {
        @Override
        protected HeadBytes initialValue() {
          return new HeadBytes();
        }
      };

  private static final byte[] REQUEST_END = MessageWriter.ascii(" HTTP/1.1\r\n");
  private static final byte[] STATUS_START = MessageWriter.ascii("HTTP/1.1 ");
  private static final byte[] OK = MessageWriter.ascii("HTTP/1.1 200 OK\r\n");

  private byte[] bytes = new byte[INITIAL];
  private int length;

  /** The event loop's own, empty; to be used up before the next call. */
  static HeadBytes scratch() {
    HeadBytes scratch = SCRATCH.get();
    scratch.length = 0;
    return scratch;
  }

  int length() {
    return length;
  }

  void writeTo(ByteBuf to) {
    to.writeBytes(bytes, 0, length);
    if (bytes.length > 16 * INITIAL) {
      bytes = new byte[INITIAL];
    }
  }

  void request(HttpRequest head) {
    put(head.method().asciiName());
    room(1);
    bytes[length++] = ' ';
    put(head.uri());
    put(REQUEST_END);
    fields(head.headers());
  }

  void response(HttpResponse head) {
    HttpResponseStatus status = head.status();
    if (status == HttpResponseStatus.OK) {
      put(OK);
    } else {
      put(STATUS_START);
      put(status.codeAsText());
      room(1);
      bytes[length++] = ' ';
      put(status.reasonPhrase());
      lineEnd();
    }
    fields(head.headers());
  }

  /** Composes the end of a chunked body. */
  void trailers(byte[] before, HttpHeaders trailers) {
    put(before);
    fields(trailers);
  }

  private void fields(HttpHeaders headers) {
    if (headers instanceof FieldList list) {
      for (int i = 0; i < list.size(); i++) {
        field(list.name(i), list.value(i));
      }
    } else {
      Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
      while (all.hasNext()) {
        Map.Entry<CharSequence, CharSequence> field = all.next();
        field(field.getKey(), field.getValue());
      }
    }
    lineEnd();
  }

  private void field(CharSequence name, CharSequence value) {
    put(name);
    room(2);
    bytes[length++] = ':';
    bytes[length++] = ' ';
    put(value);
    lineEnd();
  }

  private void lineEnd() {
    room(2);
    bytes[length++] = '\r';
    bytes[length++] = '\n';
  }

  private void put(CharSequence text) {
    if (text instanceof AsciiString ascii) {
      int size = ascii.length();
      room(size);
      System.arraycopy(ascii.array(), ascii.arrayOffset(), bytes, length, size);
      length += size;
    } else {
      putText(text);
    }
  }

  /**
   * Text comes from the gateway and its configuration, not from a parser; cut to its low byte a
   * character such as U+010A would end the line.
   */
  private void putText(CharSequence text) {
    int size = text.length();
    room(size);
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      bytes[length++] = c > 0xff ? (byte) '?' : c < ' ' && c != '\t' ? (byte) ' ' : (byte) c;
    }
  }

  private void put(byte[] constant) {
    room(constant.length);
    System.arraycopy(constant, 0, bytes, length, constant.length);
    length += constant.length;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
