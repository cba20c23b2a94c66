package io.archway.index.store;

import java.util.ArrayDeque;
import java.util.Deque;

/** Puts off deletions while somebody reads the store as a whole. Thread-safe. */
final class Pins {

  private final Deque<Runnable> putOff = new ArrayDeque<>();
  private int pins;

  synchronized Pin pin() {
    pins++;
    return new Pin();
  }

  /** Runs the deletion now, or when the last pin is gone. */
  synchronized void delete(Runnable deletion) {
    putOff.add(deletion);
    runIfFree();
  }

  private void runIfFree() {
    while (pins == 0 && !putOff.isEmpty()) {
      putOff.remove().run();
    }
  }

  /** Closing it twice counts once. */
  final class Pin implements AutoCloseable {
    private boolean gone;

    @Override
    public void close() {
      synchronized (Pins.this) {
        if (!gone) {
          gone = true;
          pins--;
          runIfFree();
        }
      }
    }
  }
}
