package io.sluice.gateway.listener;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sluice.gateway.memory.ReadSizes;

/** Sockets and event loops: epoll where the kernel has it, else Java's own. */
public enum Transport {
  /** Linux; each event loop, and each gateway, may listen on the same port. */
  EPOLL(EpollListener::new, EpollSocket::new, EpollDatagramChannel::new) {
    @Override
    EventLoopGroup newGroup(int loops) {
      return new EpollEventLoopGroup(loops, new DefaultThreadFactory(THREADS));
    }

    @Override
    void configure(ServerBootstrap acceptor) {
      // EpollListener has it all from the start.
    }
  },
  /** Everywhere; one socket a port, so that two gateways cannot share one. */
  NIO(NioServerSocketChannel::new, NioSocketChannel::new, NioDatagramChannel::new) {
    @Override
    EventLoopGroup newGroup(int loops) {
      return new NioEventLoopGroup(loops, new DefaultThreadFactory(THREADS));
    }

    @Override
    void configure(ServerBootstrap acceptor) {
      acceptor
          .option(ChannelOption.SO_BACKLOG, BACKLOG)
          .option(ChannelOption.SO_REUSEADDR, true)
          .childOption(ChannelOption.SO_KEEPALIVE, true);
    }
  };

  private static final String THREADS = "gateway-loop";

  /** How much of a client is read at once. */
  static final RecvByteBufAllocator REQUESTS = new ReadSizes(4096);

  /** How much of a target is read at once. */
  static final RecvByteBufAllocator ANSWERS = new ReadSizes(16 * 1024);

  /** Connections that may wait to be accepted. */
  static final int BACKLOG = 4096;

  /**
   * What may wait in memory on the way to a slow peer, for each connection: more than the largest
   * read, so that passing that on does not stop the reading; less once memory runs short.
   */
  private static final WriteBufferWaterMark WATER_MARKS =
      new WriteBufferWaterMark(256 * 1024, 512 * 1024);

  // Factories, not classes: a native executable has no constructor to find by reflection.
  private final ChannelFactory<ServerChannel> serverChannel;
  private final ChannelFactory<Channel> socketChannel;
  private final ChannelFactory<DatagramChannel> datagramChannel;

  Transport(
      ChannelFactory<ServerChannel> serverChannel,
      ChannelFactory<Channel> socketChannel,
      ChannelFactory<DatagramChannel> datagramChannel) {
    this.serverChannel = serverChannel;
    this.socketChannel = socketChannel;
    this.datagramChannel = datagramChannel;
  }

  /** The best one that works here. */
  public static Transport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  abstract EventLoopGroup newGroup(int loops);

  abstract void configure(ServerBootstrap acceptor);

  /** Whether several sockets may listen on one port. */
  boolean sharesPorts() {
    return this == EPOLL;
  }

  /** Opens connections to targets on one event loop. */
  Bootstrap connector(EventLoop loop) {
    return new Bootstrap()
        .group(loop)
        .channelFactory(socketChannel)
        .resolver(
            new DnsAddressResolverGroup(
                datagramChannel, DnsServerAddressStreamProviders.platformDefault()))
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.SO_KEEPALIVE, true)
        // A failed write must not throw away an answer that has come already.
        .option(ChannelOption.AUTO_CLOSE, false)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
        .option(ChannelOption.RCVBUF_ALLOCATOR, ANSWERS);
  }

  /** Accepts clients; their channels live on {@code workers}. */
  ServerBootstrap acceptor(EventLoop loop, EventLoopGroup workers) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop, workers)
            .channelFactory(serverChannel)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
            .childOption(ChannelOption.RCVBUF_ALLOCATOR, REQUESTS);
    configure(bootstrap);
    return bootstrap;
  }
}
