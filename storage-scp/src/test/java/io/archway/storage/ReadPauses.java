package io.archway.storage;

import io.archway.dicom.net.Association;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often associations stop and go on reading; they do it all the same. Thread-safe. */
final class ReadPauses {
  private final AtomicInteger paused = new AtomicInteger();
  private final AtomicInteger resumed = new AtomicInteger();
  private final List<Association> seen = new CopyOnWriteArrayList<>();

  int paused() {
    return paused.get();
  }

  int resumed() {
    return resumed.get();
  }

  /** What came over the associations that asked for something so far. */
  long bytesReceived() {
    return seen.stream().mapToLong(Association::bytesReceived).sum();
  }

  Association counted(Association association) {
    seen.add(association);
    return (Association)
        Proxy.newProxyInstance(
            Association.class.getClassLoader(),
            new Class<?>[] {Association.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "pauseReading" -> paused.incrementAndGet();
                case "resumeReading" -> resumed.incrementAndGet();
                default -> {}
              }
              try {
                return method.invoke(association, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
