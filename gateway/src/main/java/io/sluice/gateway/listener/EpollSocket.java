package io.sluice.gateway.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.AbstractEpollStreamChannel;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.epoll.Native;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.NotYetConnectedException;

/**
 * A connection's socket under epoll, with as few system calls as a short connection can do with:
 * Netty's own makes a dozen more between its opening and its end, to set what is inherited, to ask
 * for what nobody wants to know, and to tell epoll in pieces what it is to watch.
 */
final class EpollSocket extends AbstractEpollStreamChannel {
  private final EpollSocketOptions options;

  /** One that will be connected. */
  EpollSocket() {
    super(LinuxSocket.newSocketStream(), false);
    // It is watched for all from the start; each later change would be a call.
    flags |= Native.EPOLLIN | Native.EPOLLOUT;
    options = new EpollSocketOptions(this, Transport.ANSWERS);
    options.setTcpNoDelay(true);
  }

  /** One that was accepted; what is set of the listening socket is set of it. */
  EpollSocket(Channel parent, int descriptor, InetSocketAddress remote) {
    super(parent, LinuxSocket.newSocket(descriptor), remote);
    flags |= Native.EPOLLIN;
    options = new EpollSocketOptions(this, Transport.REQUESTS);
  }

  @Override
  public EpollSocketOptions config() {
    return options;
  }

  /** Asked for when it is wanted, which it hardly is of a connection to a target. */
  @Override
  protected SocketAddress localAddress0() {
    SocketAddress known = super.localAddress0();
    return known != null || !active ? known : socket.localAddress();
  }

  @Override
  protected SocketAddress remoteAddress0() {
    SocketAddress known = super.remoteAddress0();
    return known != null || !active ? known : socket.remoteAddress();
  }

  /** Without asking for the local address at once. */
  @Override
  protected boolean doConnect(SocketAddress to, SocketAddress from) throws Exception {
    checkResolvable((InetSocketAddress) to);
    boolean begun = false;
    try {
      if (from != null) {
        socket.bind(from);
      }
      boolean connected = socket.connect(to);
      if (!connected) {
        setFlag(Native.EPOLLOUT);
      }
      begun = true;
      return connected;
    } finally {
      if (!begun) {
        doClose();
      }
    }
  }

  /** Netty's own makes an exception with its stack trace, for writes that wait; here none do. */
  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    ChannelOutboundBuffer waiting = unsafe().outboundBuffer();
    if (waiting == null || !waiting.isEmpty() || !eventLoop().inEventLoop()) {
      return super.shutdownOutput(promise);
    }
    try {
      socket.shutdown(false, true);
      return promise.setSuccess();
    } catch (IOException | NotYetConnectedException e) {
      return promise.setFailure(e);
    }
  }

  /** The kernel takes a socket that is closed out of epoll by itself. */
  @Override
  protected void doClose() throws Exception {
    try {
      socket.close();
    } finally {
      super.doClose();
    }
  }
}
