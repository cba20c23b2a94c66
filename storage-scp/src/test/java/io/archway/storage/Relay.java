package io.archway.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A cable between two peers for one connection, which a test can pull out. */
final class Relay implements AutoCloseable {
  private final ServerSocket listening;
  private final InetSocketAddress target;
  private volatile Socket near;
  private volatile Socket far;

  Relay(InetSocketAddress target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    start(this::connect);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  /** Both ends see the connection reset. */
  void cut() throws IOException {
    for (Socket end : new Socket[] {near, far}) {
      if (end != null && !end.isClosed()) {
        end.setSoLinger(true, 0);
        end.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }

  private void connect() throws IOException {
    near = listening.accept();
    far = new Socket(target.getAddress(), target.getPort());
    start(() -> copy(near, far));
    start(() -> copy(far, near));
  }

  private static void copy(Socket from, Socket to) throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    byte[] piece = new byte[8192];
    int count;
    while ((count = in.read(piece)) > 0) {
      out.write(piece, 0, count);
    }
    to.shutdownOutput();
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // cut, as the test wants it
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }
}
