package io.archway.gateway.lifecycle;

import io.archway.index.disk.Disk;
import io.archway.index.disk.DiskFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/** A disk that from a moment on does not end any force, until it is let. Thread-safe. */
final class HangingDisk {
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile boolean hangs;

  Disk over(Disk disk) {
    return over(Disk.class, disk);
  }

  private <T> T over(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (hangs && method.getName().equals("force")) {
                held.countDown();
                released.await();
              }
              try {
                Object result = method.invoke(target, arguments);
                return result instanceof DiskFile file ? over(DiskFile.class, file) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  void hang() {
    hangs = true;
  }

  /** Returns when somebody waits for it. */
  void awaitHeld() throws InterruptedException {
    held.await();
  }

  void release() {
    hangs = false;
    released.countDown();
  }
}
