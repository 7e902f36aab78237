package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import io.sluice.gateway.admission.Refusal;
import io.sluice.gateway.http.codec.BodyKind;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.http.codec.WireVersion;
import io.sluice.gateway.http2.ErrorCode;
import io.sluice.gateway.observe.Reason;
import java.util.concurrent.TimeUnit;

/**
 * A stream of a client's HTTP/2 connection: one request and its answer. What the client may send is
 * given back to it as the target takes it; what it does not take of the answer waits here, and
 * stops the target.
 */
final class Http2ClientStream implements Downstream {
  private final Http2ClientConnection connection;
  private final int id;
  private final Http2Outflow outflow;

  /** Null when the client ended its half at once. */
  private final Http2Inflow inflow;

  private Exchange exchange;
  private WebSocketHandshake handshake;
  private Http2Tunnel tunnel;
  private boolean clientEnded;
  private boolean touched;
  private boolean gone;
  private boolean toHeadRequest;
  private boolean bodyless;
  private long expected = -1;
  private long received;
  private long lastActivity;

  Http2ClientStream(Http2ClientConnection connection, int id, boolean clientEnded) {
    this.connection = connection;
    this.id = id;
    this.clientEnded = clientEnded;
    this.outflow = new Http2Outflow(this, connection);
    this.inflow = clientEnded ? null : new Http2Inflow(connection, id);
    this.lastActivity = connection.loop().now();
  }

  int id() {
    return id;
  }

  Http2Outflow outflow() {
    return outflow;
  }

  /** Whether the client has ended its half. */
  boolean clientEnded() {
    return clientEnded;
  }

  @Override
  public boolean covers(String host) {
    return connection.covers(host);
  }

  // What comes from the client.

  void begin(RequestHead head, boolean extendedConnect) {
    expected = head.contentLength();
    if (extendedConnect) {
      handshake = WebSocketHandshake.prepare(head.headers());
    }
    exchange = new Exchange(connection.loop(), connection.listener(), this, head);
    if (clientEnded || extendedConnect) {
      exchange.requestContent(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  void refuse(Refusal refusal, boolean toHead) {
    toHeadRequest = toHead;
    exchange = new Exchange(connection.loop(), connection.listener(), this, null);
    exchange.refuse(refusal);
  }

  /** A piece of the body; what is wrong with it, or NO_ERROR. */
  ErrorCode data(ByteBuf piece, int padding, boolean end) {
    int size = piece.readableBytes();
    boolean waits = inflow.waits();
    received += size;
    lastActivity = connection.loop().now();
    if (!inflow.received(size + padding)) {
      piece.release();
      return ErrorCode.FLOW_CONTROL_ERROR;
    }
    if (expected >= 0 && (received > expected || end && received < expected)) {
      piece.release();
      return ErrorCode.PROTOCOL_ERROR;
    }
    clientEnded = end;
    take(waits ? Http2Inflow.compact(piece) : piece, end);
    updateReading();
    return ErrorCode.NO_ERROR;
  }

  private void take(ByteBuf piece, boolean end) {
    if (tunnel != null) {
      tunnel.fromClient(piece, end);
    } else if (handshake != null) {
      handshake.keep(piece);
    } else if (exchange == null) {
      piece.release();
    } else {
      exchange.requestContent(
          end
              ? new DefaultLastHttpContent(piece, EmptyHttpHeaders.INSTANCE)
              : new DefaultHttpContent(piece));
    }
  }

  /** The body's end with trailer fields; false when it breaks the protocol. */
  boolean trailers(HttpHeaders trailers) {
    if (handshake != null || expected >= 0 && received < expected) {
      return false;
    }
    clientEnded = true;
    if (exchange != null) {
      exchange.requestContent(new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers));
    }
    return true;
  }

  /** Whether {@link #readComplete} is to be called, and was not asked for yet. */
  boolean touch() {
    boolean first = !touched;
    touched = true;
    return first;
  }

  /** All that the client sent at once has been given. */
  void readComplete() {
    touched = false;
    if (exchange != null) {
      exchange.requestReadComplete();
    } else if (tunnel != null) {
      tunnel.flush();
    }
    updateReading();
  }

  /** The client, or the whole connection, is gone: what is done for it ends. */
  void gone(Reason reason) {
    Exchange cut = exchange;
    exchange = null;
    gone = true;
    release();
    if (tunnel != null) {
      tunnel.clientGone();
    } else if (cut != null) {
      cut.abort(reason);
    }
  }

  private void release() {
    outflow.release();
    if (handshake != null) {
      handshake.release();
    }
    if (inflow != null) {
      inflow.release();
    }
  }

  // What the exchange does.

  @Override
  public ClientAddress client() {
    return connection.client();
  }

  @Override
  public WireVersion version() {
    return WireVersion.HTTP_2;
  }

  /** The connection's end is announced to the client by itself. */
  @Override
  public boolean lastExchange() {
    return false;
  }

  @Override
  public boolean isWritable() {
    return outflow.isEmpty() && connection.channel().isWritable();
  }

  @Override
  public void writeInterim(ResponseHead interim) {
    connection.writer().headers(id, interim.status().code(), interim.headers(), false);
    connection.flushSoon();
  }

  @Override
  public boolean writeHead(ResponseHead head, boolean toHead, boolean keep) {
    bodyless = head.bodyKind() == BodyKind.NONE;
    if (head.status().code() == 204) {
      head.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
    }
    connection.writer().headers(id, head.status().code(), head.headers(), bodyless);
    return keep;
  }

  @Override
  public void write(HttpContent content) {
    if (bodyless) {
      content.release();
    } else {
      outflow.write(content);
    }
  }

  @Override
  public void flush() {
    connection.flushSoon();
  }

  @Override
  public void answer(FullHttpResponse own, boolean toHead, boolean keep) {
    int status = own.status().code();
    boolean empty =
        toHead || toHeadRequest || status == 204 || status == 304 || !own.content().isReadable();
    connection.writer().headers(id, status, own.headers(), empty);
    if (empty) {
      own.release();
    } else {
      outflow.write(own);
    }
    connection.flushSoon();
  }

  @Override
  public void updateReading() {
    if (inflow != null && inflow.waits() && takesMore()) {
      inflow.taken(clientEnded);
    }
  }

  private boolean takesMore() {
    if (handshake != null) {
      return tunnel != null && tunnel.takesMore();
    }
    return exchange == null || exchange.wantsRequestBytes();
  }

  /** All that waited has gone to the client. */
  void outflowEmpty() {
    if (tunnel != null) {
      tunnel.clientWritable();
    } else if (exchange != null) {
      exchange.clientWritable();
    } else {
      connection.answered(this);
    }
  }

  /** The connection takes more. */
  void connectionWritable() {
    if (outflow.isEmpty()) {
      if (tunnel != null) {
        tunnel.clientWritable();
      } else if (exchange != null) {
        exchange.clientWritable();
      }
    }
  }

  /** Both halves of the tunnel have ended in order. */
  void tunnelEnded() {
    tunnel = null;
    handshake = null;
    if (outflow.isEmpty()) {
      connection.answered(this);
    }
  }

  /** Something went to the client. */
  void active() {
    lastActivity = connection.loop().now();
  }

  @Override
  public void exchangeEnded(boolean keep) {
    exchange = null;
    if (outflow.isEmpty()) {
      connection.answered(this);
    }
  }

  @Override
  public void truncate() {
    exchange = null;
    connection.reset(this, ErrorCode.INTERNAL_ERROR);
    release();
  }

  @Override
  public boolean acceptsWithoutSwitch(int status) {
    // Any 2xx would tell the client that its tunnel is there (RFC 8441 section 5).
    return handshake == null || status / 100 != 2;
  }

  @Override
  public boolean switchProtocol(ResponseHead switching) {
    if (handshake == null || !handshake.accepted(switching.headers())) {
      return false;
    }
    HopByHop.remove(switching.headers(), switching.hasConnection());
    handshake.removeAccept(switching.headers());
    connection.writer().headers(id, 200, switching.headers(), false);
    connection.flushSoon();
    return true;
  }

  @Override
  public Runnable openTunnel(
      Channel target, int idleSeconds, RequestLog log, Farewell farewell, Runnable ended) {
    exchange = null;
    Http2Tunnel opened = new Http2Tunnel(this, connection, target, log, farewell, ended);
    tunnel = opened;
    opened.open(idleSeconds);
    if (gone) {
      opened.clientGone();
    } else {
      handshake.passOn(opened);
      if (clientEnded) {
        opened.fromClient(Unpooled.EMPTY_BUFFER, true);
      }
      opened.flush();
      updateReading();
    }
    return opened::targetLeft;
  }

  // What takes too long.

  /** Whether a timeout has come. */
  boolean late(long now) {
    return exchange != null && exchange.late(now) || stalled(now);
  }

  /** Whether it is the client that all waits for, and for too long. */
  private boolean stalled(long now) {
    boolean clientsTurn = !outflow.isEmpty() || exchange != null && exchange.waitsForClient();
    return clientsTurn && tunnel == null && now - lastActivity > idleNanos();
  }

  private long idleNanos() {
    int seconds = connection.listener().table().listener().idleTimeoutSeconds();
    return TimeUnit.SECONDS.toNanos(seconds) + GatewayLoop.TICK_NANOS;
  }

  /** Does what is to be done when {@link #late}. */
  void tooLate(long now) {
    if (exchange != null && exchange.late(now)) {
      exchange.timedOut(now);
    } else if (stalled(now)) {
      connection.reset(this, ErrorCode.CANCEL);
      gone(Reason.CLIENT_CLOSED);
    }
  }
}
