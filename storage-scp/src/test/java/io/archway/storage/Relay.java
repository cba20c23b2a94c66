package io.archway.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** A cable between two peers for one connection, which a test can clamp or pull out. */
final class Relay implements AutoCloseable {
  private final ServerSocket listening;
  private final InetSocketAddress target;
  private volatile Socket near;
  private volatile Socket far;
  private final long clampedAfterBytes;
  private final CountDownLatch released = new CountDownLatch(1);

  Relay(InetSocketAddress target) throws IOException {
    this(target, Long.MAX_VALUE);
  }

  /** Passes on so many bytes to the target, and more only once it is released. */
  Relay(InetSocketAddress target, long clampedAfterBytes) throws IOException {
    this.target = target;
    this.clampedAfterBytes = clampedAfterBytes;
    this.listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    start(this::connect);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  void release() {
    released.countDown();
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
    release();
    cut();
  }

  private void connect() throws IOException {
    near = listening.accept();
    far = new Socket(target.getAddress(), target.getPort());
    start(() -> copy(near, far, clampedAfterBytes));
    start(() -> copy(far, near, Long.MAX_VALUE));
  }

  private void copy(Socket from, Socket to, long clampedAfter) throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    byte[] piece = new byte[8192];
    long passed = 0;
    int count;
    while ((count = in.read(piece)) > 0) {
      out.write(piece, 0, count);
      passed += count;
      if (passed >= clampedAfter) {
        awaitRelease();
      }
    }
    to.shutdownOutput();
  }

  private void awaitRelease() throws IOException {
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
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
