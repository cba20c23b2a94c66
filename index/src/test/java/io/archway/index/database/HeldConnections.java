package io.archway.index.database;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds connections of a database, as queries that do not end would, until it is closed. */
public final class HeldConnections implements AutoCloseable {
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch ended;

  private HeldConnections(int count) {
    this.ended = new CountDownLatch(count);
  }

  /** Returns when so many are held. */
  public static HeldConnections of(Database database, int count) throws InterruptedException {
    HeldConnections held = new HeldConnections(count);
    CountDownLatch began = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      new Thread(() -> held.hold(database, began), "holder-" + i).start();
    }
    if (!began.await(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException(
          "connections: " + began.getCount() + " of " + count + " away");
    }
    return held;
  }

  private void hold(Database database, CountDownLatch began) {
    try {
      database.read(
          handle -> {
            handle.createQuery("SELECT 1").mapTo(int.class).one();
            began.countDown();
            release.await();
            return null;
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  @Override
  public void close() {
    release.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
