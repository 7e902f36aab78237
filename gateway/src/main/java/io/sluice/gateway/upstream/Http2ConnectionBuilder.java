package io.sluice.gateway.upstream;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;

/** Makes the parts of a connection of HTTP/2 to a target. */
final class Http2ConnectionBuilder
    extends AbstractHttp2ConnectionHandlerBuilder<Http2Connection, Http2ConnectionBuilder> {
  /**
   * What one stream's target may send before the client has taken it: all that can lie in memory of
   * an answer whose client is slow. On a way of 2 ms it allows 1 Gbit/s.
   */
  private static final int STREAM_WINDOW = 256 * 1024;

  /** Added to the 64 KiB of a new connection. */
  static final int CONNECTION_WINDOW = 1024 * 1024 - 65_535;

  private static final int MAX_HEAD_BYTES = 64 * 1024;
  private static final float WINDOW_UPDATE_RATIO = 0.5f;
  private static final AsciiString AUTHORIZATION = AsciiString.cached("authorization");
  private static final AsciiString COOKIE = AsciiString.cached("cookie");

  private final TargetPool pool;
  private final ConnectAttempt attempt;
  private final boolean secured;

  Http2ConnectionBuilder(TargetPool pool, ConnectAttempt attempt, boolean secured) {
    this.pool = pool;
    this.attempt = attempt;
    this.secured = secured;
    DefaultHttp2Connection connection = new DefaultHttp2Connection(false);
    connection
        .remote()
        .flowController(
            new DefaultHttp2RemoteFlowController(
                connection, new UniformStreamByteDistributor(connection)));
    // The connection's window is refilled at once: a client that does not read must hold up its own
    // stream alone.
    connection
        .local()
        .flowController(new DefaultHttp2LocalFlowController(connection, WINDOW_UPDATE_RATIO, true));
    connection(connection);
    validateHeaders(true);
    headerSensitivityDetector(
        (name, value) -> AUTHORIZATION.contentEquals(name) || COOKIE.contentEquals(name));
    gracefulShutdownTimeoutMillis(0);
    initialSettings(
        Http2Settings.defaultSettings()
            .pushEnabled(false)
            .initialWindowSize(STREAM_WINDOW)
            .maxHeaderListSize(MAX_HEAD_BYTES));
  }

  @Override
  protected Http2Connection build() {
    return super.build();
  }

  @Override
  protected Http2Connection build(
      Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
    return new Http2Connection(pool, attempt, secured, decoder, encoder, settings);
  }
}
