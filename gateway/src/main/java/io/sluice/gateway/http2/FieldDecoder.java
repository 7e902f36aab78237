package io.sluice.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Decompresses header blocks (HPACK) straight into the form that requests have in the gateway: each
 * field is looked at once.
 */
public final class FieldDecoder {
  private final FieldBlock fields;
  private final Decompressor decompressor;

  /** A decoder for one connection. */
  public FieldDecoder() {
    fields = new FieldBlock();
    decompressor = new Decompressor(fields);
  }

  /**
   * Decodes the head of a request.
   *
   * @return what became of it, valid until the next call
   */
  public FieldBlock head(ByteBuf block, int maxBytes, int maxFields, int maxTarget)
      throws ConnectionError {
    fields.begin(false, maxBytes, maxFields, maxTarget);
    decompress(block);
    return fields;
  }

  /**
   * Decodes trailers.
   *
   * @return what became of them, valid until the next call
   */
  public FieldBlock trailers(ByteBuf block, int maxBytes, int maxFields) throws ConnectionError {
    fields.begin(true, maxBytes, maxFields, 0);
    decompress(block);
    return fields;
  }

  private void decompress(ByteBuf block) throws ConnectionError {
    try {
      decompressor.decodeHeaders(1, block);
    } catch (Http2Exception | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new ConnectionError(ErrorCode.COMPRESSION_ERROR, "header block");
    }
  }

  /** Netty's HPACK without its checks and its limits: ours see each field. */
  private static final class Decompressor extends DefaultHttp2HeadersDecoder {
    private static final long NO_LIMIT = 0xffff_ffffL;

    private final FieldBlock fields;

    Decompressor(FieldBlock fields) {
      super(false, NO_LIMIT);
      this.fields = fields;
    }

    @Override
    protected Http2Headers newHeaders() {
      return fields;
    }
  }
}
