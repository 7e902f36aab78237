package io.sluice.health.probe;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.sluice.health.domain.Pair;

/** The bytes of a call of {@code grpc.health.v1.Health/Check} for the whole server. */
final class GrpcRequest {
  /** The stream of the call. */
  static final int STREAM = 1;

  static final byte[] SETTINGS_ACK = settings(new Http2Flags().ack(true));

  /** An empty message: the flag of no compression and the length 0. */
  private static final byte[] EMPTY_MESSAGE = new byte[5];

  private GrpcRequest() {}

  static byte[] of(Pair pair) {
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method("POST")
            .scheme(pair.tls() == null ? "http" : "https")
            .path("/grpc.health.v1.Health/Check")
            .authority(pair.host())
            .add("te", "trailers")
            .add("content-type", "application/grpc")
            .add("user-agent", "Sluice-HealthCheck");
    ByteBuf block = Unpooled.buffer();
    try {
      new DefaultHttp2HeadersEncoder().encodeHeaders(STREAM, headers, block);
    } catch (Http2Exception e) {
      throw new IllegalStateException("headers within the limits are encoded", e);
    }
    ByteBuf all = Unpooled.buffer().writeBytes(Http2CodecUtil.connectionPrefaceBuf());
    all.writeBytes(settings(new Http2Flags()));
    frame(all, Http2FrameTypes.HEADERS, new Http2Flags().endOfHeaders(true), STREAM, block);
    frame(
        all,
        Http2FrameTypes.DATA,
        new Http2Flags().endOfStream(true),
        STREAM,
        Unpooled.wrappedBuffer(EMPTY_MESSAGE));
    return ByteBufUtil.getBytes(all);
  }

  static byte[] pingAck(long data) {
    ByteBuf all = Unpooled.buffer();
    frame(
        all,
        Http2FrameTypes.PING,
        new Http2Flags().ack(true),
        0,
        Unpooled.buffer().writeLong(data));
    return ByteBufUtil.getBytes(all);
  }

  private static byte[] settings(Http2Flags flags) {
    ByteBuf all = Unpooled.buffer();
    frame(all, Http2FrameTypes.SETTINGS, flags, 0, Unpooled.EMPTY_BUFFER);
    return ByteBufUtil.getBytes(all);
  }

  private static void frame(ByteBuf out, byte type, Http2Flags flags, int stream, ByteBuf body) {
    out.writeMedium(body.readableBytes());
    out.writeByte(type);
    out.writeByte(flags.value());
    out.writeInt(stream);
    out.writeBytes(body);
  }
}
