package io.sluice.health.probe;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.sluice.contracts.model.TargetHealth.Reason;
import io.sluice.health.domain.Answer;
import io.sluice.health.domain.MalformedAnswer;
import io.sluice.health.domain.Verdict;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Judges the answer to a call of {@code grpc.health.v1.Health/Check} over HTTP/2: it passes with
 * the status SERVING.
 */
final class GrpcAnswer extends Http2FrameAdapter implements Answer {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_MESSAGE = 1024;
  private static final int MESSAGE_PREFIX = 5;
  private static final int STATUS_FIELD = 0x08;
  private static final int SERVING = 1;

  private final ChannelHandlerContext context;
  private final Consumer<byte[]> reply;
  private final DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader();
  private final ByteBuf unread = Unpooled.buffer();
  private final ByteBuf message = Unpooled.buffer();
  private int bytes;
  private Verdict verdict;

  /**
   * Makes a judge of one answer.
   *
   * @param reply sends what HTTP/2 asks for in return
   */
  GrpcAnswer(ChannelHandlerContext context, Consumer<byte[]> reply) {
    this.context = context;
    this.reply = reply;
  }

  @Override
  public Optional<Verdict> feed(byte[] data) throws MalformedAnswer {
    bytes += data.length;
    if (bytes > MAX_BYTES) {
      throw new MalformedAnswer("The answer is longer than that of a health check.");
    }
    unread.discardReadBytes().writeBytes(data);
    try {
      reader.readFrame(context, unread, this);
    } catch (Http2Exception e) {
      throw new MalformedAnswer("The answer is not HTTP/2: " + e.getMessage());
    }
    return Optional.ofNullable(verdict);
  }

  @Override
  public Optional<Verdict> end() {
    return Optional.ofNullable(verdict);
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
    reply.accept(GrpcRequest.SETTINGS_ACK);
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) {
    reply.accept(GrpcRequest.pingAck(data));
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int streamDependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endOfStream) {
    onHeadersRead(ctx, streamId, headers, padding, endOfStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int padding,
      boolean endOfStream) {
    CharSequence status = headers.status();
    if (status != null && !status.toString().equals("200")) {
      judge(Reason.HTTP_CODE_MISMATCH, "Status " + status + "; gRPC answers with 200.");
      return;
    }
    CharSequence code = headers.get("grpc-status");
    if (code != null && !code.toString().equals("0")) {
      CharSequence words = headers.get("grpc-message");
      judge(
          Reason.HTTP_CODE_MISMATCH,
          "The health service of gRPC answers with status "
              + code
              + (words == null ? "." : ": " + words));
    } else if (endOfStream) {
      judgeMessage();
    }
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
    int processed = data.readableBytes() + padding;
    message.writeBytes(data, Math.min(data.readableBytes(), MAX_MESSAGE - message.readableBytes()));
    if (endOfStream) {
      judge(Reason.RESPONSE_FORMAT_ERROR, "The answer lacks the trailers of gRPC.");
    }
    return processed;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
    judge(
        Reason.RECEIVE_RESPONSE_FAILED,
        "The target reset the stream with error " + errorCode + ".");
  }

  @Override
  public void onGoAwayRead(
      ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData) {
    if (lastStreamId < GrpcRequest.STREAM) {
      judge(
          Reason.RECEIVE_RESPONSE_FAILED,
          "The target refused the stream with error " + errorCode + ".");
    }
  }

  /** A message is a flag, its length in four bytes, and here one field: its tag and its number. */
  private void judgeMessage() {
    if (message.readableBytes() < MESSAGE_PREFIX) {
      judge(Reason.RESPONSE_FORMAT_ERROR, "The answer has no message.");
      return;
    }
    ByteBuf body = message.skipBytes(MESSAGE_PREFIX);
    int status = body.readableBytes() >= 2 && body.readByte() == STATUS_FIELD ? body.readByte() : 0;
    if (status == SERVING) {
      verdict = verdict == null ? Verdict.passed("SERVING.") : verdict;
    } else {
      judge(Reason.HTTP_CODE_MISMATCH, "Not SERVING: its status is " + name(status) + ".");
    }
  }

  private void judge(Reason reason, String detail) {
    verdict = verdict == null ? Verdict.failed(reason, detail) : verdict;
  }

  private static String name(int status) {
    return switch (status) {
      case 0 -> "UNKNOWN";
      case 2 -> "NOT_SERVING";
      case 3 -> "SERVICE_UNKNOWN";
      default -> String.valueOf(status);
    };
  }
}
