package io.archway.dicom.net;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import jdk.net.ExtendedSocketOptions;

/** Sockets by Linux' epoll where it is there, by NIO elsewhere. */
enum Transport {
  EPOLL {
    @Override
    IoHandlerFactory ioHandlers() {
      return EpollIoHandler.newFactory();
    }

    @Override
    Class<? extends ServerChannel> serverChannel() {
      return EpollServerSocketChannel.class;
    }

    @Override
    Class<? extends SocketChannel> clientChannel() {
      return EpollSocketChannel.class;
    }

    @Override
    ChannelOption<Boolean> quickAck() {
      return EpollChannelOption.TCP_QUICKACK;
    }
  },

  NIO {
    @Override
    IoHandlerFactory ioHandlers() {
      return NioIoHandler.newFactory();
    }

    @Override
    Class<? extends ServerChannel> serverChannel() {
      return NioServerSocketChannel.class;
    }

    @Override
    Class<? extends SocketChannel> clientChannel() {
      return NioSocketChannel.class;
    }

    @Override
    ChannelOption<Boolean> quickAck() {
      return NioChannelOption.of(ExtendedSocketOptions.TCP_QUICKACK);
    }
  };

  /** One read gives at most one buffer, this often before other connections have their turn. */
  private static final int MAX_READS_IN_A_ROW = 4;

  private static final int MIN_RECEIVE_BUFFER = 2048;
  private static final int FIRST_RECEIVE_BUFFER = 16 * 1024;

  /** The best there is on this machine. */
  static Transport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  abstract IoHandlerFactory ioHandlers();

  abstract Class<? extends ServerChannel> serverChannel();

  abstract Class<? extends SocketChannel> clientChannel();

  abstract ChannelOption<Boolean> quickAck();

  EventLoopGroup eventLoops(int threads, String name) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, true), ioHandlers());
  }

  /** What every connection of an association gets. */
  void configure(Channel channel, AssociationLimits limits) {
    channel.config().setOption(ChannelOption.TCP_NODELAY, true);
    channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    int max = limits.receiveBufferBytes();
    AdaptiveRecvByteBufAllocator receive =
        new AdaptiveRecvByteBufAllocator(
            Math.min(MIN_RECEIVE_BUFFER, max), Math.min(FIRST_RECEIVE_BUFFER, max), max);
    receive.maxMessagesPerRead(MAX_READS_IN_A_ROW);
    channel.config().setRecvByteBufAllocator(receive);
    channel.pipeline().addLast(new QuickAck(quickAck()));
  }
}
