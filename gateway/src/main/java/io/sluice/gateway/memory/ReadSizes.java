package io.sluice.gateway.memory;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * How many bytes a connection reads at once: few at first, more as its messages need it, up to what
 * {@link BufferMemory} allows. Read in pieces of 64 KiB and more a large body costs a quarter of
 * what it does in the 2 KiB with which Netty starts; 256 KiB saves another twentieth.
 */
public final class ReadSizes extends AdaptiveRecvByteBufAllocator {
  private static final int SMALLEST = 512;

  /**
   * Begins with {@code initial} bytes.
   *
   * @param initial 512 or more; a size in which most messages come as a whole
   */
  public ReadSizes(int initial) {
    super(SMALLEST, initial, BufferMemory.Supply.AMPLE.maxRead());
  }

  /** One read, so that others get their turn; channels ask for sixteen when they are made. */
  @Override
  public MaxMessagesRecvByteBufAllocator maxMessagesPerRead(int most) {
    return super.maxMessagesPerRead(1);
  }

  @Override
  @SuppressWarnings("deprecation")
  public Handle newHandle() {
    return new Bounded((ExtendedHandle) super.newHandle());
  }

  private record Bounded(ExtendedHandle free) implements ExtendedHandle {
    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      int size = guess();
      BufferMemory.allocating(size);
      return allocator.ioBuffer(size);
    }

    @Override
    public int guess() {
      return Math.min(free.guess(), BufferMemory.supply().maxRead());
    }

    @Override
    public void reset(ChannelConfig config) {
      free.reset(config);
    }

    @Override
    public void incMessagesRead(int messages) {
      free.incMessagesRead(messages);
    }

    @Override
    public void lastBytesRead(int bytes) {
      free.lastBytesRead(bytes);
    }

    @Override
    public int lastBytesRead() {
      return free.lastBytesRead();
    }

    @Override
    public void attemptedBytesRead(int bytes) {
      free.attemptedBytesRead(bytes);
    }

    @Override
    public int attemptedBytesRead() {
      return free.attemptedBytesRead();
    }

    @Override
    public boolean continueReading() {
      return free.continueReading();
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
      return free.continueReading(maybeMore);
    }

    @Override
    public void readComplete() {
      free.readComplete();
    }
  }
}
