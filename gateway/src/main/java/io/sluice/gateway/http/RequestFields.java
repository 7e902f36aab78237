package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import io.sluice.contracts.model.BackendService;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.table.Endpoint;

/** Brings a client's request head into the form that a target gets. */
final class RequestFields {
  private RequestFields() {}

  /**
   * Does it, once for a request.
   *
   * @param endpoint its address is the Host of a request of HTTP/1.0 that has none
   * @param port the listener's port as text
   * @param upgrade the protocol that the target is asked to switch to, or null
   */
  static void prepare(
      RequestHead head,
      BackendService service,
      Endpoint endpoint,
      Downstream client,
      String port,
      Via via,
      String upgrade) {
    HttpHeaders headers = head.headers();
    if (head.hosts() == 0 && !headers.contains(HttpHeaderNames.HOST)) {
      headers.set(HttpHeaderNames.HOST, endpoint.host() + ":" + endpoint.port());
    }
    ForwardingFields.addForwarded(headers, service, client.clientIp(), client.scheme(), port);
    via.add(headers, client.version());
    if (upgrade != null) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      headers.set(HttpHeaderNames.UPGRADE, upgrade);
    }
    head.setProtocolVersion(HttpVersion.HTTP_1_1);
  }
}
