package io.archway.dicom.net;

import io.archway.dicom.dict.UidRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/**
 * Listens for associations on one port (PS3.8 9.1.4), plain or over TLS. Thread-safe. {@link
 * #close(long)} takes nothing new, lets running operations finish within a time, then aborts what
 * is left; {@link #close()} does so within {@code closeTimeoutMillis}.
 */
public final class AssociationAcceptor implements AutoCloseable {

  private static final int BACKLOG = 256;
  private static final long LOOPS_MILLIS = 2_000;

  private final AssociationLimits limits;
  private final EventLoopGroup eventLoops;
  private final Channel listening;
  private final Set<Channel> connections;

  private AssociationAcceptor(
      AssociationLimits limits,
      EventLoopGroup eventLoops,
      Channel listening,
      Set<Channel> connections) {
    this.limits = limits;
    this.eventLoops = eventLoops;
    this.listening = listening;
    this.connections = connections;
  }

  /** Where to listen, and with what. */
  public record Settings(
      InetAddress bindAddress, int port, AssociationLimits limits, int eventLoopThreads) {

    /** On all addresses; port 0 takes any free one. Two threads suffice for a gigabit. */
    public static Settings onPort(int port) {
      return new Settings(null, port, AssociationLimits.defaults(), 2);
    }

    public Settings withLimits(AssociationLimits changed) {
      return new Settings(bindAddress, port, changed, eventLoopThreads);
    }
  }

  /**
   * Binds and listens.
   *
   * @param users makes what stands on each association, as {@code ServiceRegistry} does
   * @param tls a new engine in server mode for each connection, or null for plain TCP
   * @throws IOException if the address cannot be bound
   */
  public static AssociationAcceptor start(
      Settings settings,
      AcceptorPolicy policy,
      UpperLayerUser.Factory users,
      AssociationListener listener,
      Supplier<SSLEngine> tls)
      throws IOException {
    return start(Transport.best(), settings, policy, users, listener, tls);
  }

  static AssociationAcceptor start(
      Transport transport,
      Settings settings,
      AcceptorPolicy policy,
      UpperLayerUser.Factory users,
      AssociationListener listener,
      Supplier<SSLEngine> tls)
      throws IOException {
    AssociationLimits limits = settings.limits();
    UidRegistry.storageSopClasses(); // loaded now, not on an event loop
    AssociationSide side = AssociationSide.acceptor(policy, new Admission(limits), users, listener);
    Set<Channel> connections = ConcurrentHashMap.newKeySet();
    EventLoopGroup eventLoops = transport.eventLoops(settings.eventLoopThreads(), "dicom");
    AtomicLong ids = new AtomicLong();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connections.add(channel);
                    channel.closeFuture().addListener(closed -> connections.remove(channel));
                    transport.configure(channel, limits);
                    if (tls != null) {
                      channel.pipeline().addLast(sslHandler(tls, limits));
                    }
                    channel.pipeline().addLast(new UpperLayer(side, limits, ids.incrementAndGet()));
                  }
                });
    InetSocketAddress address =
        settings.bindAddress() == null
            ? new InetSocketAddress(settings.port())
            : new InetSocketAddress(settings.bindAddress(), settings.port());
    Channel listening;
    try {
      listening = bootstrap.bind(address).awaitUninterruptibly().channel();
      if (!listening.isActive()) {
        throw new IOException("cannot listen on " + address);
      }
    } catch (IOException | RuntimeException e) {
      eventLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw e;
    }
    return new AssociationAcceptor(limits, eventLoops, listening, connections);
  }

  static SslHandler sslHandler(Supplier<SSLEngine> tls, AssociationLimits limits) {
    SslHandler handler = new SslHandler(tls.get());
    handler.setHandshakeTimeoutMillis(limits.artimTimeoutMillis());
    return handler;
  }

  /** The port bound to, also when 0 was asked for. */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Whether it takes connections; no more once it is closing. */
  public boolean isListening() {
    return listening.isActive();
  }

  /** Connections open now, associations and those that want to become one. */
  public int connections() {
    return connections.size();
  }

  @Override
  public void close() {
    close(limits.closeTimeoutMillis());
  }

  /**
   * @param timeoutMillis how long running operations may take to finish
   * @return false if an event loop has not ended soon after that, because something holds it up
   */
  public boolean close(long timeoutMillis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    listening.close().awaitUninterruptibly(millisUntil(deadline));
    for (Channel channel : connections) {
      channel.eventLoop().execute(() -> closeSoon(channel));
    }
    for (Channel channel : connections) {
      channel.closeFuture().awaitUninterruptibly(millisUntil(deadline));
    }
    connections.forEach(Channel::close);
    return eventLoops
        .shutdownGracefully(0, LOOPS_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(LOOPS_MILLIS);
  }

  private static long millisUntil(long deadline) {
    return Math.max(0, deadline - System.nanoTime()) / 1_000_000;
  }

  private static void closeSoon(Channel channel) {
    UpperLayer upperLayer = channel.pipeline().get(UpperLayer.class);
    if (upperLayer != null) {
      upperLayer.closeSoon();
    }
  }
}
