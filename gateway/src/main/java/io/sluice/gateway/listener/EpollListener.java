package io.sluice.gateway.listener;

import io.netty.channel.Channel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.epoll.AbstractEpollServerChannel;
import io.netty.channel.epoll.EpollChannelConfig;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.NativeInetAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;

/** A listening socket under epoll; others may listen on its port too. */
final class EpollListener extends AbstractEpollServerChannel {
  private final EpollChannelConfig options = new Options(this);

  EpollListener() {
    super(LinuxSocket.newSocketStream(), false);
    try {
      socket.setReuseAddress(true);
      socket.setReusePort(true);
      // Sockets that are accepted have from it what would be a system call for each.
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Options extends EpollChannelConfig {
    Options(Channel channel) {
      super(channel, new ServerChannelRecvByteBufAllocator());
    }
  }

  @Override
  public EpollChannelConfig config() {
    return options;
  }

  @Override
  protected void doBind(SocketAddress to) throws Exception {
    super.doBind(to);
    socket.listen(Transport.BACKLOG);
    active = true;
  }

  @Override
  protected Channel newChildChannel(int descriptor, byte[] remote, int offset, int length) {
    return new EpollSocket(this, descriptor, NativeInetAddress.address(remote, offset, length));
  }
}
