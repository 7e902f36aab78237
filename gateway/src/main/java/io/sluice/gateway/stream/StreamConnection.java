package io.sluice.gateway.stream;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.sluice.gateway.balancing.Balancer;
import io.sluice.gateway.observe.Reason;
import io.sluice.gateway.table.RoutingTable;
import io.sluice.gateway.tls.TlsChannels;
import io.sluice.gateway.tls.TlsConnection;
import java.util.concurrent.TimeUnit;

/**
 * A client's connection and the one to its target. Bytes pass both ways until each side has ended
 * its own half, or one is lost: then the other is reset, since an orderly end would pass off as
 * whole what is not.
 */
public final class StreamConnection {
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final StreamLoop loop;
  private final StreamClient client;
  private final Runnable ended;
  private final StreamLog log;
  private final StreamSide clientSide;
  private final StreamAttempts attempts;
  private StreamSide targetSide;
  private boolean connected;
  private boolean targetEnded;
  private long targetEndedAt;
  private boolean over;
  private boolean finished;
  private long activeAt;

  private StreamConnection(
      StreamLoop loop, StreamClient client, Balancer balancer, Runnable ended) {
    this.loop = loop;
    this.client = client;
    this.ended = ended;
    this.log = new StreamLog(client);
    this.attempts = balancer == null ? null : new StreamAttempts(this, loop, client, log, balancer);
    this.clientSide = new StreamSide(this, true);
    this.activeAt = loop.clock().getAsLong();
  }

  /**
   * Takes over a client's connection. What comes before there is a target waits, up to a bound.
   *
   * @param balancer chooses the target; null when there is no backend service
   * @param ended called once, when all is closed
   */
  public static StreamConnection open(
      StreamLoop loop, StreamClient client, Balancer balancer, Runnable ended) {
    StreamConnection connection = new StreamConnection(loop, client, balancer, ended);
    Channel channel = client.channel();
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    TlsConnection tls = TlsConnection.of(channel);
    if (tls != null) {
      tls.passHalvesOn();
    }
    channel.pipeline().addLast(connection.clientSide);
    channel.closeFuture().addListener(closed -> connection.clientClosed());
    if (connection.attempts == null) {
      connection.end(Reason.NO_BACKEND_SERVICE);
    } else {
      connection.attempts.begin();
    }
    return connection;
  }

  boolean over() {
    return over;
  }

  /** There will be no target. */
  void notConnected(Reason reason) {
    end(reason);
  }

  /** A target has taken the connection. */
  void connected(Channel channel, StreamSide side) {
    connected = true;
    targetSide = side;
    activeAt = loop.clock().getAsLong();
    side.peer(clientSide);
    clientSide.peer(targetSide);
    channel.flush();
    channel.closeFuture().addListener(closed -> targetClosed());
  }

  /**
   * There is no room for it yet. A client that has ended its half by then is taken to have left, as
   * is one that does so later: it cannot be told from one that is gone, and would hold up others.
   */
  void waits() {
    if (clientSide.inputEnded()) {
      lost(true);
    }
  }

  /** The client has ended its half before there was a target. */
  void endedEarly() {
    if (attempts != null && attempts.waiting()) {
      lost(true);
    }
  }

  /** So many bytes came from one side. */
  void passed(boolean fromClient, int bytes) {
    activeAt = loop.clock().getAsLong();
    log.passed(fromClient, bytes);
  }

  /**
   * All that came from one side, up to its end, was sent to the other.
   *
   * @return whether both directions have ended; then both are closed
   */
  boolean directionEnded() {
    boolean both = clientSide.outputEnded() && targetSide.outputEnded();
    if (both) {
      client.channel().close();
      targetSide.channel().close();
    }
    return both;
  }

  /**
   * The target has ended TLS in order, and takes nothing more. A client that still sends is read
   * for a while: closed at once it might lose the last that the target said.
   */
  void targetEndedTls() {
    targetEnded = true;
    targetEndedAt = loop.clock().getAsLong();
  }

  boolean targetHasEnded() {
    return targetEnded;
  }

  /** One side is lost. */
  void lost(boolean theClient) {
    end(theClient ? Reason.CLIENT_CLOSED : Reason.UPSTREAM_RESET);
  }

  private void clientClosed() {
    if (!over) {
      if (connected) {
        closeAfterFlush(targetSide.channel());
      }
      over = true;
      if (!connected) {
        log.reason(Reason.CLIENT_CLOSED);
      }
    }
    endedIfClosed();
  }

  private void targetClosed() {
    if (!over && !targetEnded) {
      over = true;
      closeAfterFlush(client.channel());
    }
    endedIfClosed();
  }

  private static void closeAfterFlush(Channel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> channel.close());
  }

  /** Ends it before its time: what is still open is reset. */
  private void end(Reason reason) {
    if (over) {
      return;
    }
    over = true;
    log.reason(reason);
    reset(client.channel());
    if (connected) {
      reset(targetSide.channel());
    }
  }

  /** What was passed on already is sent before. */
  private static void reset(Channel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> resetNow(channel));
  }

  private static void resetNow(Channel channel) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      TlsChannels.cut(channel);
    }
  }

  private void endedIfClosed() {
    if (finished || client.channel().isOpen() || connected && targetSide.channel().isOpen()) {
      return;
    }
    finished = true;
    clientSide.release();
    if (attempts != null) {
      attempts.ended();
    }
    loop.observer().streamEnded(log.summary());
    ended.run();
  }

  /**
   * Whether nothing has passed, or no target had room, for too long.
   *
   * @param now nanoseconds of the monotonic clock
   */
  public boolean late(long now) {
    if (!connected) {
      return attempts != null && attempts.late(now);
    }
    return now - activeAt > client.idleNanos() || targetEnded && now - targetEndedAt > LINGER_NANOS;
  }

  /** Ends it since it is {@link #late}, at once. */
  public void endLate() {
    if (!connected && attempts.tooLate()) {
      return;
    }
    if (targetEnded) {
      client.channel().close();
      targetSide.channel().close();
    } else {
      endNow(connected ? Reason.IDLE_TIMEOUT : Reason.WAIT_TIMEOUT);
    }
  }

  /** Ends it since its listener's time to drain is over, at once. */
  public void cut() {
    endNow(Reason.LISTENER_CLOSED);
  }

  private void endNow(Reason reason) {
    end(reason);
    resetNow(client.channel());
    if (connected) {
      resetNow(targetSide.channel());
    }
  }

  /** Ends it when its target has left, after its time to drain. */
  public void apply(RoutingTable table) {
    if (!over && attempts != null && attempts.targetLeft(table)) {
      end(Reason.TARGET_REMOVED);
    }
  }

  /** Seconds as {@link StreamClient} wants them, with the inexactness of the clock. */
  public static long idleNanos(int seconds, long tickNanos) {
    return TimeUnit.SECONDS.toNanos(seconds) + tickNanos;
  }
}
