package io.archway.dicom.net;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts who wants reading to stop. Thread-safe; {@code onOpen} runs on the caller's thread. */
final class ReadGate {

  private final AtomicInteger closers = new AtomicInteger();
  private final Runnable onOpen;

  ReadGate(Runnable onOpen) {
    this.onOpen = onOpen;
  }

  boolean isClosed() {
    return closers.get() > 0;
  }

  void close() {
    closers.incrementAndGet();
  }

  void open() {
    int left = closers.decrementAndGet();
    if (left < 0) {
      closers.incrementAndGet();
      throw new IllegalStateException("resumeReading without a pauseReading before it");
    }
    if (left == 0) {
      onOpen.run();
    }
  }
}
