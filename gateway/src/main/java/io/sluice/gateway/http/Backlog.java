package io.sluice.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.sluice.gateway.memory.BufferMemory;

/** What was written to a client and is still in memory, since the client did not take it yet. */
final class Backlog {
  private Channel channel;
  private boolean waiting;
  private long seen;

  void channel(Channel of) {
    channel = of;
  }

  /**
   * Whether no more is to be written for now: above the channel's water mark, or above nothing at
   * all while the memory is short.
   */
  boolean full() {
    if (!channel.isWritable()) {
      return true;
    }
    waiting = BufferMemory.supply() != BufferMemory.Supply.AMPLE && bytes() > 0;
    return waiting;
  }

  /**
   * Whether it was found full below the water mark: then the channel will not say when it is no
   * longer. It is said once.
   */
  boolean takeWaiting() {
    boolean was = waiting;
    waiting = false;
    return was;
  }

  /** Bytes. */
  long bytes() {
    ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
    return outbound == null ? 0 : outbound.totalPendingWriteBytes();
  }

  /** Whether it is another amount than at the last look. */
  boolean changed() {
    long before = seen;
    seen = bytes();
    return seen != before;
  }
}
