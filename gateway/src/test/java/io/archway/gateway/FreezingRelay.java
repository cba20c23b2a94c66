package io.archway.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** A cable to a port of this machine through which, from a moment on, nothing comes any more. */
final class FreezingRelay implements AutoCloseable {
  private final ServerSocket listening;
  private final int target;
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile boolean frozen;

  FreezingRelay(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::listen);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Connections stay open, and new ones are taken, as behind a switch that lost its way. */
  void freeze() {
    frozen = true;
  }

  private void listen() throws IOException {
    while (true) {
      Socket near = listening.accept();
      Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
      start(() -> copy(near, far));
      start(() -> copy(far, near));
    }
  }

  private void copy(Socket from, Socket to) throws IOException, InterruptedException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] piece = new byte[8192];
      int count;
      while ((count = in.read(piece)) > 0) {
        if (frozen) {
          released.await();
          return;
        }
        out.write(piece, 0, count);
      }
    }
  }

  @Override
  public void close() throws IOException {
    released.countDown();
    listening.close();
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // closed
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }
}
