package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Protocol;
import io.sluice.gateway.admission.Desync;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.balancing.LoopEndpoint;
import io.sluice.gateway.balancing.TargetRoom;
import io.sluice.gateway.http.codec.BodyKind;
import io.sluice.gateway.http.codec.FieldList;
import io.sluice.gateway.http.codec.RequestHead;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.table.ServiceTable;
import io.sluice.gateway.upstream.ToldClient;
import io.sluice.gateway.upstream.UpstreamExchange;
import io.sluice.gateway.upstream.UpstreamReceiver;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A copy of one request, for a service whose answer nobody sees. It is sent once the request is
 * complete, after what is done for the request itself, and never again.
 */
final class MirrorCopy implements UpstreamReceiver {
  /** The largest body that is copied. */
  static final int MAX_BODY = 64 * 1024;

  /** So much of an answer is read to keep the connection; then closing it costs less. */
  private static final int MAX_ANSWER = 1024 * 1024;

  private static final AsciiString MARK = AsciiString.cached("Sluice-Mirror");

  private enum State {
    GATHERING,
    SENDING,
    ENDED
  }

  private final Mirrors mirrors;
  private final GatewayLoop loop;
  private final Balancer balancer;
  private final Modification modification;
  private final Downstream client;
  private final LoopListener listener;
  private final HttpMethod method;
  private final String requestTarget;
  private final String host;
  private final boolean endsTarget;
  private final HttpHeaders headers = new FieldList();
  private ByteBuf body = Unpooled.EMPTY_BUFFER;
  private State state = State.GATHERING;
  private LoopEndpoint target;
  private TargetRoom room;
  private UpstreamExchange connection;
  private ToldClient told;
  private long sentAt;
  private boolean keeps;
  private long answerBytes;

  /** A copy of a head as the client sent it. */
  MirrorCopy(
      Mirrors mirrors,
      GatewayLoop loop,
      Balancer balancer,
      Modification modification,
      RequestHead head,
      Downstream client,
      LoopListener listener) {
    this.mirrors = mirrors;
    this.loop = loop;
    this.balancer = balancer;
    this.modification = modification;
    this.client = client;
    this.listener = listener;
    this.method = head.method();
    this.requestTarget = head.uri();
    this.host = head.headers().get(HttpHeaderNames.HOST);
    this.endsTarget = Desync.endsTarget(head.flaws(), listener.table().listener().desyncMode());
    Iterator<Map.Entry<CharSequence, CharSequence>> fields = head.headers().iteratorCharSequence();
    while (fields.hasNext()) {
      Map.Entry<CharSequence, CharSequence> field = fields.next();
      headers.add(field.getKey(), field.getValue());
    }
  }

  /** Takes out the cookies by which clients keep to targets, of a service and of the mirror. */
  void hideCookiesOf(BackendService service) {
    LoopPersistence.hide(service.stickiness(), headers);
    LoopPersistence.hide(balancer.service().service().stickiness(), headers);
  }

  /** Copies a piece of the body; the last one sends the copy. */
  void add(HttpContent content) {
    if (state != State.GATHERING) {
      return;
    }
    ByteBuf piece = content.content();
    int size = piece.readableBytes();
    if (body.readableBytes() + size > MAX_BODY) {
      end(Mirrors.Outcome.TOO_LARGE);
      return;
    }
    if (size > 0) {
      body = body.isReadable() ? body : piece.alloc().buffer(size, MAX_BODY);
      body.writeBytes(piece, piece.readerIndex(), size);
    }
    if (content instanceof LastHttpContent) {
      state = State.SENDING;
      sentAt = loop.now();
      // The request itself goes first.
      loop.eventLoop().execute(this::send);
    }
  }

  /** The request has ended; what is not complete by now never will be. */
  void requestEnded() {
    if (state == State.GATHERING) {
      end(Mirrors.Outcome.INCOMPLETE);
    }
  }

  private void send() {
    if (state == State.ENDED) {
      return;
    }
    ServiceTable service = balancer.service();
    Protocol protocol = service.service().protocol();
    boolean http = protocol != Protocol.TCP && protocol != Protocol.TLS;
    target = http ? balancer.choose(0, System.nanoTime(), List.of()) : null;
    if (target == null) {
      end(Mirrors.Outcome.FAILED);
      return;
    }
    if (balancer.roomPerTarget() != null) {
      room = new TargetRoom(balancer, loop.eventLoop()::execute, found -> {});
      target = room.take(target, 0, 0, List.of());
      if (target == null) {
        end(Mirrors.Outcome.BUSY);
        return;
      }
    }
    target.requestStarted();
    told = client.client().told(service.service().proxyProtocol());
    UpstreamExchange kept = loop.upstreams().acquire(service, target, told, this, false);
    if (kept != null) {
      write(kept);
    }
  }

  private void write(UpstreamExchange to) {
    connection = to;
    to.expectAnswer(HttpMethod.HEAD.equals(method));
    to.write(head());
    if (to.inUse()) {
      ByteBuf content = body;
      body = Unpooled.EMPTY_BUFFER;
      to.write(new DefaultLastHttpContent(content));
    }
    if (to.inUse()) {
      to.flush();
    }
  }

  private RequestHead head() {
    int length = body.readableBytes();
    headers.remove(HttpHeaderNames.EXPECT);
    headers.remove(HttpHeaderNames.TRAILER);
    if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
      headers.set(HttpHeaderNames.CONTENT_LENGTH, length);
    }
    RequestHead head =
        RequestHead.translated(
            method,
            requestTarget,
            headers,
            host,
            length > 0 ? length : -1,
            length > 0 ? BodyKind.FIXED : BodyKind.NONE,
            null,
            false,
            0);
    RequestFields.prepare(
        head,
        balancer.service().service(),
        target.endpoint(),
        client,
        listener.port(),
        loop.via(),
        null);
    modification.request(head);
    if (endsTarget) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    headers.set(MARK, "1");
    return head;
  }

  /** Ends it when the answer takes longer than the service allows. */
  void tick(long now) {
    long most = TimeUnit.SECONDS.toNanos(balancer.service().service().responseTimeoutSeconds());
    if (state == State.SENDING && now - sentAt > most) {
      end(Mirrors.Outcome.FAILED);
    }
  }

  @Override
  public void connected(UpstreamExchange exchange) {
    if (state == State.ENDED) {
      exchange.release();
    } else {
      write(exchange);
    }
  }

  @Override
  public void connectFailed(Reason reason) {
    end(Mirrors.Outcome.FAILED);
  }

  @Override
  public void answerHead(ResponseHead head) {
    if (head.status().code() == 101) {
      end(Mirrors.Outcome.FAILED);
    } else if (!head.interim()) {
      HopByHop.Options options = HopByHop.remove(head.headers(), head.hasConnection());
      keeps =
          !endsTarget
              && (head.http11() ? !options.close() : options.keepAlive())
              && head.bodyKind() != BodyKind.UNTIL_CLOSE;
    }
  }

  @Override
  public void answerContent(HttpContent content) {
    answerBytes += content.content().readableBytes();
    boolean last = content instanceof LastHttpContent;
    content.release();
    if (last && keeps && connection != null) {
      UpstreamExchange done = connection;
      connection = null;
      done.release();
    }
    if (last || answerBytes > MAX_ANSWER) {
      end(Mirrors.Outcome.ANSWERED);
    }
  }

  @Override
  public void answerReadComplete() {
    // Nothing waits for what was read.
  }

  @Override
  public void upstreamWritable() {
    // All was written at once.
  }

  @Override
  public void upstreamFailed(Reason reason) {
    connection = null;
    end(Mirrors.Outcome.FAILED);
  }

  private void end(Mirrors.Outcome outcome) {
    if (state == State.ENDED) {
      return;
    }
    State before = state;
    state = State.ENDED;
    if (body.isReadable()) {
      body.release();
      body = Unpooled.EMPTY_BUFFER;
    }
    if (connection != null) {
      connection.close();
      connection = null;
    } else if (before == State.SENDING && target != null) {
      loop.upstreams().cancel(target, told, this);
    }
    if (target != null) {
      target.requestEnded();
    }
    if (room != null) {
      room.leave();
    }
    mirrors.ended(this, listener.id(), outcome);
  }
}
