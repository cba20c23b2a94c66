package io.archway.index.database;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What was read or committed, by a key, for a short while: others may change it, and what was not
 * forced is forgotten when a setback of the database may have taken it. Thread-safe.
 */
public final class ShortMemory<K, V> {
  private static final long REMEMBER_NANOS = 5_000_000_000L;
  private static final int MOST = 10_000;

  /** Of an age that ends with a setback. */
  private record Remembered<V>(V value, long age, long untilNanos) {}

  private final Database database;
  private final ConcurrentMap<K, Remembered<V>> values = new ConcurrentHashMap<>();
  private final AtomicLong forgotten = new AtomicLong();

  public ShortMemory(Database database) {
    this.database = database;
  }

  /**
   * @param find asked where nothing is remembered; what it does not find is not remembered either
   */
  public Optional<V> get(K key, Supplier<Optional<V>> find) {
    long age = age();
    Remembered<V> remembered = values.get(key);
    if (remembered != null
        && remembered.age == age
        && System.nanoTime() - remembered.untilNanos < 0) {
      return Optional.of(remembered.value);
    }
    Optional<V> found = find.get();
    if (values.size() >= MOST) {
      values.clear();
    }
    found.ifPresent(
        value -> values.put(key, new Remembered<>(value, age, System.nanoTime() + REMEMBER_NANOS)));
    return found;
  }

  /** Also what is being asked for now. */
  public void forget() {
    forgotten.incrementAndGet();
    values.clear();
  }

  /** Both numbers only rise. */
  private long age() {
    return database.setbacks() + forgotten.get();
  }
}
