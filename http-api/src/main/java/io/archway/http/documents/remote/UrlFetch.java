package io.archway.http.documents.remote;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Downloads from where a caller says, HTTP/1.1 with or without TLS. The connection goes to the very
 * address that was checked, each redirect is checked like the first, and TLS knows the name. Netty
 * reads the answer; the socket is ours. Thread-safe; calls block.
 */
public final class UrlFetch {
  private static final int MAX_URL = 2_000;
  private static final int PIECE_BYTES = 32 << 10;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final AddressPolicy addresses;
  private final RemoteLimits limits;
  private final SSLSocketFactory tls;

  public UrlFetch(AddressPolicy addresses, RemoteLimits limits, SSLSocketFactory tls) {
    this.addresses = addresses;
    this.limits = limits;
    this.tls = tls;
  }

  /**
   * Where something is.
   *
   * @throws IllegalArgumentException with what was expected
   */
  public static URI parse(String text) {
    URI url;
    try {
      url = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw expected();
    }
    boolean web = "http".equalsIgnoreCase(url.getScheme()) || isSecure(url);
    if (!web || text.length() > MAX_URL || url.getHost() == null || url.getUserInfo() != null) {
      throw expected();
    }
    return url;
  }

  private static IllegalArgumentException expected() {
    return new IllegalArgumentException("expected: http://… or https://…, without a user's name");
  }

  private static boolean isSecure(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  /** Gives all of it to the receiver; what that throws is thrown on. */
  public void get(URI from, SftpSite.Bytes receiver) throws IOException {
    try (Deadline deadline = new Deadline(limits.totalMillis())) {
      URI url = from;
      for (int redirects = 0; url != null; redirects++) {
        if (redirects > limits.maxRedirects()) {
          throw new RemoteException("too many redirects");
        }
        url = new Exchange(url, receiver, deadline).run();
      }
    }
  }

  /** One request and its answer. */
  private final class Exchange {
    private final URI url;
    private final SftpSite.Bytes receiver;
    private final Deadline deadline;
    private URI next;
    private boolean interim;
    private boolean ended;

    Exchange(URI url, SftpSite.Bytes receiver, Deadline deadline) {
      this.url = url;
      this.receiver = receiver;
      this.deadline = deadline;
    }

    /** Where it is instead, or null where it was here. */
    URI run() throws IOException {
      String host = url.getHost().replaceAll("[\\[\\]]", "");
      InetAddress address = addresses.resolve(host);
      EmbeddedChannel http = new EmbeddedChannel(new HttpClientCodec(4_096, 16_384, PIECE_BYTES));
      try (Socket socket = connect(address, host)) {
        send(http, socket);
        byte[] piece = new byte[PIECE_BYTES];
        while (!ended) {
          int count = receive(socket, piece);
          if (count < 0) {
            http.finish();
          } else {
            http.writeInbound(Unpooled.wrappedBuffer(piece, 0, count));
          }
          take(http);
          if (count < 0 && !ended) {
            throw deadline.failed("the connection broke", null);
          }
        }
        return next;
      } finally {
        http.finishAndReleaseAll();
      }
    }

    private int port() {
      return url.getPort() >= 0 ? url.getPort() : isSecure(url) ? HTTPS_PORT : HTTP_PORT;
    }

    private Socket connect(InetAddress address, String host) throws RemoteException {
      Socket plain = new Socket();
      deadline.closes(plain);
      try {
        plain.connect(new InetSocketAddress(address, port()), limits.connectMillis());
        plain.setSoTimeout(limits.connectMillis());
        return isSecure(url) ? secured(plain, host) : plain;
      } catch (IOException | IllegalArgumentException e) {
        closeQuietly(plain);
        throw deadline.failed("cannot connect", e);
      }
    }

    private Socket secured(Socket plain, String host) throws IOException {
      SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    }

    private void send(EmbeddedChannel http, Socket socket) throws RemoteException {
      String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
      String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
      FullHttpRequest request =
          new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
      String host = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
      request.headers().set(HttpHeaderNames.HOST, host);
      request.headers().set(HttpHeaderNames.ACCEPT_ENCODING, "identity");
      request.headers().set(HttpHeaderNames.CONNECTION, "close");
      request.headers().set(HttpHeaderNames.USER_AGENT, "Archway");
      http.writeOutbound(request);
      try {
        for (ByteBuf out = http.readOutbound(); out != null; out = http.readOutbound()) {
          out.readBytes(socket.getOutputStream(), out.readableBytes());
          out.release();
        }
      } catch (IOException e) {
        throw deadline.failed("the connection broke", e);
      }
    }

    private int receive(Socket socket, byte[] piece) throws RemoteException {
      deadline.check();
      try {
        return socket.getInputStream().read(piece);
      } catch (IOException e) {
        throw deadline.failed("the connection broke", e);
      }
    }

    private void take(EmbeddedChannel http) throws IOException {
      for (Object part = http.readInbound(); part != null; part = http.readInbound()) {
        try {
          if (part instanceof HttpResponse response) {
            head(response);
          }
          if (part instanceof HttpContent content && !ended && !interim) {
            body(content);
          }
        } finally {
          ReferenceCountUtil.release(part);
        }
      }
    }

    private void head(HttpResponse response) throws RemoteException {
      int status = response.status().code();
      String location = response.headers().get(HttpHeaderNames.LOCATION);
      interim = status / 100 == 1 && status != SWITCHING_PROTOCOLS;
      if (response.decoderResult().isFailure()) {
        throw new RemoteException("no HTTP answer");
      } else if (REDIRECTS.contains(status) && location != null) {
        next = redirect(location);
        ended = true;
      } else if (status != 200 && !interim) {
        throw new RemoteException("the server answered " + status);
      } else if (response.headers().getAll(HttpHeaderNames.CONTENT_ENCODING).stream()
          .anyMatch(encoding -> !encoding.strip().equalsIgnoreCase("identity"))) {
        throw new RemoteException("the server sends it encoded, which was not asked for");
      }
    }

    private URI redirect(String location) throws RemoteException {
      try {
        URI there = parse(url.resolve(location).toString());
        if (isSecure(url) && !isSecure(there)) {
          throw new RemoteException("a redirect that leaves TLS");
        }
        return there;
      } catch (IllegalArgumentException e) {
        throw new RemoteException("a redirect to nowhere", e);
      }
    }

    private void body(HttpContent content) throws IOException {
      if (content.decoderResult().isFailure()) {
        throw new RemoteException("no HTTP answer");
      }
      if (content.content().isReadable()) {
        receiver.accept(content.content().nioBuffer());
      }
      ended = content instanceof LastHttpContent;
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      return;
    }
  }
}
