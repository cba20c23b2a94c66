package io.archway.http.kernel;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;

/**
 * The HTTP side of the gateway: binds a port and serves families of endpoints. Thread-safe; started
 * once, closed once.
 */
public final class HttpServer implements AutoCloseable {

  private static final int BACKLOG = 1_024;
  private static final int LOW_WATER_BYTES = 32 * 1024;
  private static final int HIGH_WATER_BYTES = 64 * 1024;
  private static final long POLL_MILLIS = 10;
  private static final long THREADS_MILLIS = 1_000;

  private final HttpSettings settings;
  private final Routes routes;
  private final ServerContext context;
  private final EventLoopGroup loops;
  private Channel listener;

  private HttpServer(HttpSettings settings, Routes routes, SocketDoor door) {
    this.settings = settings;
    this.routes = routes;
    this.context = new ServerContext(settings, routes, door);
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.loops =
        new MultiThreadIoEventLoopGroup(
            settings.eventLoopThreads(), new DefaultThreadFactory("http-loop", true), io);
  }

  /**
   * Checks all families ({@link InvalidRoutesException} lists everything that is wrong with them),
   * binds and serves. Throws {@link java.io.UncheckedIOException} if the port is taken.
   */
  public static HttpServer start(HttpSettings settings, Family... families) {
    return start(settings, null, families);
  }

  /** The same, with WebSockets beside the families. */
  public static HttpServer start(HttpSettings settings, SocketDoor door, Family... families) {
    HttpServer server = new HttpServer(settings, Routes.of(List.of(families)), door);
    try {
      server.bind();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void bind() {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES))
            .childHandler(new Initializer());
    var bound = bootstrap.bind(settings.bindAddress(), settings.port()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new java.io.UncheckedIOException(
          new java.io.IOException(
              "cannot listen on %s:%d".formatted(settings.bindAddress(), settings.port()),
              bound.cause()));
    }
    listener = bound.channel();
  }

  private static Class<? extends ServerChannel> serverChannel() {
    return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  public Routes routes() {
    return routes;
  }

  /** Lets each connection in, or tells it why not. */
  private final class Initializer extends ChannelInitializer<Channel> {

    @Override
    protected void initChannel(Channel channel) {
      InetAddress remote = ((InetSocketAddress) channel.remoteAddress()).getAddress();
      String refusal = context.isStopping() ? "server: stopping" : context.gate.enter(remote);
      if (refusal != null) {
        context.observer.refusedConnection(refusal);
        channel.pipeline().addLast(new RefusedConnection(refusal, context));
        return;
      }
      channel.closeFuture().addListener(closed -> context.gate.leave(remote));
      if (settings.tls() != null) {
        channel.pipeline().addLast(sslHandler());
      }
      RequestDecoder decoder = new RequestDecoder(settings.limits());
      ResponseEncoder encoder = new ResponseEncoder();
      channel.pipeline().addLast(encoder, decoder); // what takes their places answers, too
      channel.pipeline().addLast(new HttpConnection(context, decoder, encoder, remote));
    }

    private SslHandler sslHandler() {
      SSLEngine engine = settings.tls().createSSLEngine();
      engine.setUseClientMode(false);
      SslHandler handler = new SslHandler(engine);
      handler.setHandshakeTimeoutMillis(settings.limits().tlsHandshakeMillis());
      return handler;
    }
  }

  @Override
  public void close() {
    close(settings.closeMillis());
  }

  /**
   * Stops accepting, lets running requests finish, closes.
   *
   * @param timeoutMillis how long running requests may take to finish
   * @return false if a handler or an event loop has not ended soon after that
   */
  public boolean close(long timeoutMillis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    context.stop();
    if (listener != null) {
      listener.close().awaitUninterruptibly(timeoutMillis);
    }
    context.connections.forEach(HttpConnection::stop);
    boolean interrupted = false;
    while (!context.connections.isEmpty() && System.nanoTime() - end < 0 && !interrupted) {
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    context.connections.forEach(HttpConnection::closeNow);
    boolean handlersEnded = context.workers.close(THREADS_MILLIS);
    boolean loopsEnded =
        loops
            .shutdownGracefully(0, THREADS_MILLIS, TimeUnit.MILLISECONDS)
            .awaitUninterruptibly(THREADS_MILLIS);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return handlersEnded && loopsEnded;
  }
}
