package io.archway.dicom.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/** Opens associations as requester. Thread-safe; owns its event loops until closed. */
public final class AssociationConnector implements AutoCloseable {

  private final Transport transport = Transport.best();
  private final EventLoopGroup eventLoops;
  private final AtomicLong ids = new AtomicLong();

  public AssociationConnector(int eventLoopThreads) {
    eventLoops = transport.eventLoops(eventLoopThreads, "dicom-requester");
  }

  /**
   * Connects and sends the request. What comes of it, a failure to connect apart, is told to the
   * listener: established, or rejected.
   *
   * @param tls makes an engine in client mode, or null for plain TCP
   * @return fails if there is no connection
   */
  public ChannelFuture connect(
      InetSocketAddress peer,
      int connectTimeoutMillis,
      AssociateRq request,
      AssociationLimits limits,
      UpperLayerUser.Factory users,
      AssociationListener listener,
      Supplier<SSLEngine> tls) {
    AssociationSide side = AssociationSide.requester(request, users, listener);
    long id = ids.incrementAndGet();
    return new Bootstrap()
        .group(eventLoops)
        .channel(transport.clientChannel())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectTimeoutMillis)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                transport.configure(channel, limits);
                if (tls != null) {
                  channel.pipeline().addLast(AssociationAcceptor.sslHandler(tls, limits));
                }
                channel.pipeline().addLast(new UpperLayer(side, limits, id));
              }
            })
        .connect(peer);
  }

  @Override
  public void close() {
    eventLoops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
