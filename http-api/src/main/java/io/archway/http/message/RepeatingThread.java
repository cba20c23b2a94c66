package io.archway.http.message;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does a thing again and again, with a rest between, until it is stopped. */
final class RepeatingThread {

  private static final Logger LOG = LoggerFactory.getLogger(RepeatingThread.class);

  private final Duration rest;
  private final Consumer<BooleanSupplier> pass;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param pass is told how to learn that it should end
   */
  RepeatingThread(String name, Duration rest, Consumer<BooleanSupplier> pass) {
    this.rest = rest;
    this.pass = pass;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopped.countDown();
  }

  /**
   * @return whether it has ended
   */
  boolean join(long timeoutMillis) {
    try {
      thread.join(Math.max(1, timeoutMillis)); // 0 would be for ever
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private boolean isStopping() {
    return stopped.getCount() == 0;
  }

  private void run() {
    do {
      try {
        pass.accept(this::isStopping);
      } catch (RuntimeException e) {
        LOG.warn("{}: goes on at the next look: {}", thread.getName(), e.toString());
      } catch (Error e) { // without this thread nothing goes out any more
        LOG.error("{}: goes on at the next look", thread.getName(), e);
      }
    } while (!rested());
  }

  /**
   * @return whether it is to end
   */
  private boolean rested() {
    try {
      return stopped.await(rest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true; // nobody here interrupts: the process ends
    }
  }
}
