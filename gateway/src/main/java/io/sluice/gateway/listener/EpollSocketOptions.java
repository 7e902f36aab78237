package io.sluice.gateway.listener;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelConfig;
import io.netty.channel.socket.SocketChannelConfig;
import java.io.IOException;

/** What can be set of an {@link EpollSocket}; nothing is, unless somebody says so. */
final class EpollSocketOptions extends EpollChannelConfig implements SocketChannelConfig {
  private volatile boolean allowHalfClosure;

  EpollSocketOptions(Channel of, RecvByteBufAllocator sizes) {
    super(of, sizes);
  }

  @Override
  public <T> boolean setOption(ChannelOption<T> option, T value) {
    if (option == ChannelOption.ALLOW_HALF_CLOSURE) {
      setAllowHalfClosure((Boolean) value);
    } else if (option == ChannelOption.SO_LINGER) {
      setSoLinger((Integer) value);
    } else if (option == ChannelOption.SO_KEEPALIVE) {
      setKeepAlive((Boolean) value);
    } else if (option == ChannelOption.TCP_NODELAY) {
      setTcpNoDelay((Boolean) value);
    } else {
      return super.setOption(option, value);
    }
    return true;
  }

  /** What asks the kernel, or tells it. */
  private interface Call<T> {
    T make() throws IOException;
  }

  /** As {@link Call}, without an answer. */
  private interface Order {
    void give() throws IOException;
  }

  private static <T> T asked(Call<T> call) {
    try {
      return call.make();
    } catch (IOException e) {
      throw new ChannelException(e);
    }
  }

  private EpollSocketOptions told(Order order) {
    try {
      order.give();
      return this;
    } catch (IOException e) {
      throw new ChannelException(e);
    }
  }

  @Override
  public boolean isAllowHalfClosure() {
    return allowHalfClosure;
  }

  @Override
  public EpollSocketOptions setAllowHalfClosure(boolean allow) {
    allowHalfClosure = allow;
    return this;
  }

  @Override
  public boolean isTcpNoDelay() {
    return asked(socket()::isTcpNoDelay);
  }

  @Override
  public EpollSocketOptions setTcpNoDelay(boolean value) {
    return told(() -> socket().setTcpNoDelay(value));
  }

  @Override
  public boolean isKeepAlive() {
    return asked(socket()::isKeepAlive);
  }

  @Override
  public EpollSocketOptions setKeepAlive(boolean value) {
    return told(() -> socket().setKeepAlive(value));
  }

  @Override
  public boolean isReuseAddress() {
    return asked(socket()::isReuseAddress);
  }

  @Override
  public EpollSocketOptions setReuseAddress(boolean value) {
    return told(() -> socket().setReuseAddress(value));
  }

  @Override
  public int getSoLinger() {
    return asked(socket()::getSoLinger);
  }

  @Override
  public EpollSocketOptions setSoLinger(int value) {
    return told(() -> socket().setSoLinger(value));
  }

  @Override
  public int getSendBufferSize() {
    return asked(socket()::getSendBufferSize);
  }

  @Override
  public EpollSocketOptions setSendBufferSize(int value) {
    return told(() -> socket().setSendBufferSize(value));
  }

  @Override
  public int getReceiveBufferSize() {
    return asked(socket()::getReceiveBufferSize);
  }

  @Override
  public EpollSocketOptions setReceiveBufferSize(int value) {
    return told(() -> socket().setReceiveBufferSize(value));
  }

  @Override
  public int getTrafficClass() {
    return asked(socket()::getTrafficClass);
  }

  @Override
  public EpollSocketOptions setTrafficClass(int value) {
    return told(() -> socket().setTrafficClass(value));
  }

  @Override
  public EpollSocketOptions setPerformancePreferences(int time, int latency, int bandwidth) {
    return this;
  }

  @Override
  public EpollSocketOptions setConnectTimeoutMillis(int millis) {
    super.setConnectTimeoutMillis(millis);
    return this;
  }

  @Override
  public EpollSocketOptions setWriteSpinCount(int count) {
    super.setWriteSpinCount(count);
    return this;
  }

  @Override
  public EpollSocketOptions setAllocator(ByteBufAllocator allocator) {
    super.setAllocator(allocator);
    return this;
  }

  @Override
  public EpollSocketOptions setRecvByteBufAllocator(RecvByteBufAllocator allocator) {
    super.setRecvByteBufAllocator(allocator);
    return this;
  }

  @Override
  public EpollSocketOptions setAutoRead(boolean autoRead) {
    super.setAutoRead(autoRead);
    return this;
  }

  @Override
  public EpollSocketOptions setAutoClose(boolean autoClose) {
    super.setAutoClose(autoClose);
    return this;
  }

  @Override
  public EpollSocketOptions setMessageSizeEstimator(MessageSizeEstimator estimator) {
    super.setMessageSizeEstimator(estimator);
    return this;
  }

  @Override
  public EpollSocketOptions setWriteBufferWaterMark(WriteBufferWaterMark marks) {
    super.setWriteBufferWaterMark(marks);
    return this;
  }

  @Override
  @Deprecated
  public EpollSocketOptions setMaxMessagesPerRead(int count) {
    super.setMaxMessagesPerRead(count);
    return this;
  }
}
