package io.sluice.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.NetUtil;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.persistence.RequestCookies;
import io.sluice.gateway.routing.RequestPath;
import io.sluice.gateway.routing.RequestView;
import io.sluice.gateway.table.Decision;
import io.sluice.gateway.table.ListenerTable;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** What the conditions of rules see of a request. */
final class RoutedRequest implements RequestView {
  private static final byte[] UNKNOWN = {};

  private final RequestHead head;
  private final String clientIp;

  /**
   * A request.
   *
   * @param head without the fields of the connection
   */
  RoutedRequest(RequestHead head, String clientIp) {
    this.head = head;
    this.clientIp = clientIp;
  }

  /**
   * Decides on a request.
   *
   * @param host see {@link ListenerTable#route}
   */
  static Decision decide(ListenerTable table, String host, RequestHead head, Downstream client) {
    return table.route(
        host, head.uri(), table.conditional() ? new RoutedRequest(head, client.clientIp()) : null);
  }

  @Override
  public String method() {
    return head.method().name();
  }

  @Override
  public List<String> headers(String name) {
    return head.headers().getAll(name);
  }

  @Override
  public List<String> cookies(String name) {
    return RequestCookies.all(head.headers().getAll(HttpHeaderNames.COOKIE), name);
  }

  @Override
  public List<String> parameters(String name) {
    String target = head.uri();
    int query = RequestPath.end(target);
    if (query == target.length()) {
      return List.of();
    }
    List<String> values = new ArrayList<>(1);
    for (String pair : target.substring(query + 1).split("&")) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (decoded(key).equals(name)) {
        values.add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  /** As a form is decoded, once: {@code +} is a space, {@code %XX} a byte of UTF-8. */
  private static String decoded(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
      if (low >= 0) {
        bytes.write(high * 16 + low);
        i += 2;
      } else {
        bytes.write(c == '+' ? ' ' : c);
      }
    }
    return bytes.toString(UTF_8);
  }

  @Override
  public byte[] source() {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(clientIp);
    return address == null ? UNKNOWN : address;
  }
}
