package io.archway.index.disk;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * What goes wrong on a {@link CrashDisk}: the n-th operation from now on fails, or the power is cut
 * there; an operation can be held until a test lets it go. Reads are not counted among the
 * operations that change something. Thread-safe.
 */
public final class Faults {

  /** What a disk is asked to do. */
  public enum Operation {
    CREATE,
    WRITE,
    FORCE,
    TRUNCATE,
    DELETE,
    RENAME,
    FORCE_FOLDER,
    READ
  }

  /** How an operation goes wrong. */
  public enum Kind {
    /** An input/output error; of a force, the pages count as clean and are lost at a power cut. */
    FAIL,
    /** The program has no memory for it. */
    OUT_OF_MEMORY,
    /** No space left; only writes and creations, others succeed. */
    NO_SPACE,
    /** Half of a write is taken, the next one fails. */
    SHORT_THEN_FAIL,
    /** Half of a write is taken, all else is well. */
    SHORT,
    /** Nothing works any more from here. */
    POWER_CUT
  }

  /** Holds operations of one kind; tests await an arrival and then release. */
  public final class Gate implements AutoCloseable {
    private final Operation operation;
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private Gate(Operation operation) {
      this.operation = operation;
    }

    /** Returns when a thread is held. */
    public void awaitHeld() throws InterruptedException {
      arrived.await();
    }

    /** Lets all go. */
    @Override
    public void close() {
      gates.remove(operation, this);
      released.countDown();
    }
  }

  private final Map<Operation, Gate> gates = new java.util.concurrent.ConcurrentHashMap<>();
  private final Map<Operation, Long> counts = new EnumMap<>(Operation.class);
  private final Map<String, Integer> longestWrites = new TreeMap<>();
  private long changes;
  private long failAt = -1;
  private long failUntil = -1;
  private Kind kind = Kind.FAIL;
  private boolean powerCut;

  /** The n-th change from now (0 the next one) goes wrong. */
  public synchronized void failAt(long n, Kind what) {
    failFor(n, 1, what);
  }

  /** So many changes from the n-th on go wrong. */
  public synchronized void failFor(long n, long count, Kind what) {
    failAt = changes + n;
    failUntil = failAt + count;
    kind = what;
  }

  /** Nothing goes wrong any more, except that a power cut stays one. */
  public synchronized void clear() {
    failAt = -1;
    failUntil = -1;
  }

  /** Operations that changed or would have changed something. */
  public synchronized long changes() {
    return changes;
  }

  public synchronized long count(Operation operation) {
    return counts.getOrDefault(operation, 0L);
  }

  /** Of each file that was written the most bytes that one call handed over. */
  public synchronized Map<String, Integer> longestWrites() {
    return new TreeMap<>(longestWrites);
  }

  /** Holds every operation of a kind from now until the gate is closed. */
  public Gate hold(Operation operation) {
    Gate gate = new Gate(operation);
    gates.put(operation, gate);
    return gate;
  }

  synchronized boolean powerCut() {
    return powerCut;
  }

  void before(Operation operation, String name) throws IOException {
    held(operation);
    count(operation, name, 0);
  }

  int beforeWrite(String name, int length) throws IOException {
    held(Operation.WRITE);
    synchronized (this) {
      longestWrites.merge(name, length, Math::max);
    }
    return count(Operation.WRITE, name, length);
  }

  private void held(Operation operation) throws IOException {
    Gate gate = gates.get(operation);
    if (gate == null) {
      return;
    }
    gate.arrived.countDown();
    try {
      gate.released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while held", e);
    }
  }

  private synchronized int count(Operation operation, String name, int length) throws IOException {
    counts.merge(operation, 1L, Long::sum);
    if (operation == Operation.READ) {
      return length;
    }
    long number = changes++;
    if (number < failAt || number >= failUntil) {
      return length;
    }
    return switch (kind) {
      case FAIL -> throw new IOException("Input/output error: " + operation + " " + name);
      case OUT_OF_MEMORY -> throw new OutOfMemoryError(operation + " " + name);
      case NO_SPACE -> {
        if (operation == Operation.WRITE || operation == Operation.CREATE) {
          throw new IOException("No space left on device");
        }
        yield length;
      }
      case SHORT_THEN_FAIL -> {
        kind = Kind.FAIL;
        failUntil++;
        yield half(operation, name, length);
      }
      case SHORT -> half(operation, name, length);
      case POWER_CUT -> {
        powerCut = true;
        throw new IOException("power cut: " + operation + " " + name);
      }
    };
  }

  private static int half(Operation operation, String name, int length) throws IOException {
    if (operation != Operation.WRITE) {
      throw new IOException("Input/output error: " + operation + " " + name);
    }
    return Math.max(1, length / 2);
  }
}
