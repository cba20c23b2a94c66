package io.archway.storage;

import io.archway.dicom.dimse.DataSetSink;
import io.archway.dicom.dimse.Responder;
import io.archway.dicom.net.Association;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Counts how often associations stop and go on reading; they do it all the same. Also tells what
 * was called by a thread that holds the monitor of a C-STORE. Thread-safe.
 */
final class ReadPauses {
  private final AtomicInteger paused = new AtomicInteger();
  private final AtomicInteger resumed = new AtomicInteger();
  private final List<Association> seen = new CopyOnWriteArrayList<>();
  private final Set<DataSetSink> sinks = ConcurrentHashMap.newKeySet();
  private final List<String> calledUnderMonitor = new CopyOnWriteArrayList<>();

  int paused() {
    return paused.get();
  }

  int resumed() {
    return resumed.get();
  }

  /** From now on looked at when something is called. */
  DataSetSink guarded(DataSetSink sink) {
    sinks.add(sink);
    return sink;
  }

  List<String> calledUnderMonitor() {
    return calledUnderMonitor;
  }

  /** What came over the associations that asked for something so far. */
  long bytesReceived() {
    return seen.stream().mapToLong(Association::bytesReceived).sum();
  }

  Association counted(Association association) {
    seen.add(association);
    return watched(
        Association.class,
        association,
        method -> {
          switch (method) {
            case "pauseReading" -> paused.incrementAndGet();
            case "resumeReading" -> resumed.incrementAndGet();
            default -> {}
          }
        });
  }

  Responder counted(Responder responder) {
    return watched(Responder.class, responder, method -> {});
  }

  private <T> T watched(Class<T> type, T target, Consumer<String> onCall) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              onCall.accept(method.getName());
              if (sinks.stream().anyMatch(Thread::holdsLock)) {
                calledUnderMonitor.add(method.getName());
              }
              try {
                return method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
