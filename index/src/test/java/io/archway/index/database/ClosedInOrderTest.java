package io.archway.index.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Disk;
import io.archway.index.disk.DiskFile;
import io.archway.index.disk.H2FileSystem;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Whoever closes the embedded index may give its file to the next: nobody writes it any more. */
class ClosedInOrderTest {

  @Test
  void theFileIsClosedByWhoClosesTheIndex() {
    List<Thread> closed = new CopyOnWriteArrayList<>();
    Disk disk = noting(Disk.class, new CrashDisk(), closed);
    String path = H2FileSystem.mount("closed-in-order", disk) + "index";
    try {
      Database database = Database.open(DatabaseSettings.h2(path));
      closed.clear();
      database.close();
      assertThat(closed).containsOnly(Thread.currentThread());
      database.close();
    } finally {
      H2FileSystem.unmount("closed-in-order");
    }
  }

  /** The same, but for noting who closes one of its files. */
  private static <T> T noting(Class<T> type, T inner, List<Thread> closed) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (type == DiskFile.class && method.getName().equals("close")) {
                closed.add(Thread.currentThread());
              }
              Object result = called(inner, method, arguments);
              return result instanceof DiskFile file
                  ? noting(DiskFile.class, file, closed)
                  : result;
            }));
  }

  private static Object called(Object inner, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(inner, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
