package io.archway.index.store;

import static io.archway.index.store.StoreFixture.content;
import static io.archway.index.store.StoreFixture.inline;
import static io.archway.index.store.StoreFixture.read;
import static io.archway.index.store.StoreFixture.replay;
import static io.archway.index.store.StoreFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import io.archway.index.disk.FileDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentStoreTest {

  @TempDir Path folder;

  @Test
  void readersSeeWholeObjectsWhileOthersAreAppendedAndSegmentsMoved() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<LogRecord.Stored> known = new CopyOnWriteArrayList<>();
    AtomicBoolean done = new AtomicBoolean();
    try (FileDisk disk = FileDisk.open(folder);
        ObjectStore store = StoreFixture.open(disk)) {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Random random = new Random(i);
        readers.add(pool.submit(() -> readUntil(done, store, known, random)));
      }
      Future<Integer> replays = pool.submit(() -> replayUntil(done, store));
      for (int i = 0; i < 300; i++) {
        known.add(stored(store.append(List.of(inline(i, 2_000 + i * 10))), 0));
      }
      done.set(true);
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
      assertThat(replays.get()).isPositive();
    } finally {
      pool.shutdownNow();
    }
  }

  private static int readUntil(
      AtomicBoolean done, ObjectStore store, List<LogRecord.Stored> known, Random random)
      throws IOException {
    int reads = 0;
    while (!done.get() || reads == 0) {
      if (!known.isEmpty()) {
        LogRecord.Stored stored = known.get(random.nextInt(known.size()));
        long seed = Long.parseLong(stored.head().sopInstanceUid().substring(5));
        assertThat(read(store, stored.location()))
            .isEqualTo(content(seed, (int) stored.location().length()));
        reads++;
      }
    }
    return reads;
  }

  private static int replayUntil(AtomicBoolean done, ObjectStore store) throws IOException {
    int replays = 0;
    while (!done.get() || replays == 0) {
      StoreFixture.Replayed replayed = replay(store);
      assertThat(replayed.damage).isEmpty();
      for (int i = 1; i < replayed.records.size(); i++) {
        assertThat(replayed.records.get(i).recordNumber())
            .isEqualTo(replayed.records.get(i - 1).recordNumber() + 1);
      }
      replays++;
    }
    return replays;
  }

  @Test
  void nothingIsVisibleBeforeItIsForced() throws Exception {
    CrashDisk disk = new CrashDisk();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (ObjectStore store = StoreFixture.open(disk)) {
      store.append(List.of(inline(1, 100)));
      LogPosition before = store.end();
      Future<Appended> appending;
      try (Faults.Gate gate = disk.faults().hold(Faults.Operation.FORCE)) {
        appending = pool.submit(() -> store.append(List.of(inline(2, 100))));
        gate.awaitHeld();
        assertThat(store.end()).isEqualTo(before);
        assertThat(replay(store).records).hasSize(1);
      }
      assertThat(appending.get().end()).isEqualTo(store.end()).isGreaterThan(before);
      assertThat(replay(store).records).hasSize(2);
    } finally {
      pool.shutdownNow();
    }
  }
}
