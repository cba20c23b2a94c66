package io.archway.index.store;

import static io.archway.index.store.StoreFixture.content;
import static io.archway.index.store.StoreFixture.digest;
import static io.archway.index.store.StoreFixture.inline;
import static io.archway.index.store.StoreFixture.read;
import static io.archway.index.store.StoreFixture.replay;
import static io.archway.index.store.StoreFixture.undigested;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups that are begun while others are forced. */
class OverlappedStoreTest {
  private static final int MOST_BEGUN = 4;

  private final ExecutorService pool = Executors.newFixedThreadPool(MOST_BEGUN);

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  void noneIsVisibleBeforeThoseInFrontOfIt() throws Exception {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = StoreFixture.open(disk)) {
      LogPosition before = store.end();
      List<Future<Appended>> ends = new ArrayList<>();
      try (Faults.Gate gate = disk.faults().hold(Faults.Operation.FORCE)) {
        ObjectStore.Appending first = store.begin(List.of(inline(1, 100)));
        ends.add(pool.submit(first::finish));
        gate.awaitHeld();
        ObjectStore.Appending second = store.begin(List.of(inline(2, 100)));
        ends.add(pool.submit(second::finish));
        assertThat(store.written()).isGreaterThan(before);
        assertThat(store.end()).isEqualTo(before);
        assertThat(replay(store).records).isEmpty();
      }
      assertThat(ends.get(0).get().end()).isLessThan(ends.get(1).get().end());
      assertThat(replay(store).records).hasSize(2);
    }
  }

  @Test
  void allBehindOneThatFailsFailWithIt() throws Exception {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = StoreFixture.open(disk)) {
      store.append(List.of(inline(1, 100)));
      ObjectStore.Appending first = store.begin(List.of(inline(2, 100)));
      ObjectStore.Appending second = store.begin(List.of(inline(3, 100)));
      disk.faults().failAt(0, Faults.Kind.FAIL);
      assertThatThrownBy(first::finish).isInstanceOf(StoreException.class);
      assertThatThrownBy(second::finish).hasMessageContaining("in front of this one");

      assertThat(replay(store).records).hasSize(1);
      store.append(List.of(inline(4, 100)));
      assertThat(replay(store).objects.values())
          .extracting(stored -> stored.head().sopInstanceUid())
          .containsExactly("2.25.1", "2.25.4");
    }
    try (ObjectStore store = StoreFixture.open(disk.kill())) {
      assertThat(replay(store).records).hasSize(2);
      assertThat(store.verify((done, all) -> {}).findings()).isEmpty();
    }
  }

  @Test
  void whateverFailsNothingAcknowledgedIsLost() throws Exception {
    int acknowledged = 0;
    for (int seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      Map<Long, Integer> kept = new ConcurrentHashMap<>();
      CrashDisk disk = new CrashDisk();
      long next = 1;
      for (int life = 0; life < 3; life++) {
        boolean cut = random.nextInt(3) > 0;
        try (ObjectStore store = StoreFixture.open(disk)) {
          disk.faults().failAt(random.nextInt(120), cut ? Faults.Kind.POWER_CUT : Faults.Kind.FAIL);
          next = work(store, kept, next, random);
          if (!cut) {
            disk.faults().clear();
            assertKept(store, kept);
          }
        } catch (IOException e) {
          assertThat(cut).as("only a power cut ends the store: %s", e).isTrue();
        }
        disk.faults().clear();
        disk = random.nextBoolean() ? disk.crash() : disk.crash(random.nextLong());
      }
      try (ObjectStore store = StoreFixture.open(disk)) {
        assertKept(store, kept);
        assertThat(store.verify((done, all) -> {}).findings()).as("seed %d", seed).isEmpty();
      }
      acknowledged += kept.size();
    }
    System.out.println("overlapped groups: 450 failures, " + acknowledged + " objects all there");
    assertThat(acknowledged).isGreaterThan(1_000);
  }

  /** Begins groups one after the other, at most so many beside each other, and ends them. */
  private long work(ObjectStore store, Map<Long, Integer> kept, long next, Random random)
      throws Exception {
    ArrayDeque<Future<?>> ends = new ArrayDeque<>();
    for (int group = 0; group < 40; group++) {
      if (ends.size() == MOST_BEGUN) {
        ends.removeFirst().get();
      }
      List<Entry> entries = new ArrayList<>();
      Map<Long, Integer> lengths = new ConcurrentHashMap<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        int length = 1 + random.nextInt(6_000);
        entries.add(random.nextBoolean() ? inline(next, length) : undigested(next, length));
        lengths.put(next++, length);
      }
      try {
        ObjectStore.Appending appending = store.begin(entries);
        ends.addLast(pool.submit(() -> end(store, appending, kept, lengths)));
      } catch (StoreException e) {
        // refused; what was begun before still ends
      }
    }
    for (Future<?> end : ends) {
      end.get();
    }
    return next;
  }

  private static void end(
      ObjectStore store,
      ObjectStore.Appending appending,
      Map<Long, Integer> kept,
      Map<Long, Integer> lengths) {
    try {
      List<LogRecord.Stored> late = new ArrayList<>();
      for (LogRecord record : appending.finish().records()) {
        LogRecord.Stored stored = (LogRecord.Stored) record;
        if (stored.head().sha256() == null) {
          late.add(stored.withSha256(digest(content(seed(stored), length(stored)))));
        }
      }
      kept.putAll(lengths);
      store.complete(late);
    } catch (StoreException e) {
      // not acknowledged
    }
  }

  private static long seed(LogRecord.Stored stored) {
    return Long.parseLong(stored.head().sopInstanceUid().substring("2.25.".length()));
  }

  private static int length(LogRecord.Stored stored) {
    return (int) stored.location().length();
  }

  /** All that was acknowledged is there; what else is there is whole. */
  private static void assertKept(ObjectStore store, Map<Long, Integer> kept) throws IOException {
    StoreFixture.Replayed replayed = replay(store);
    assertThat(replayed.damage).isEmpty();
    List<Long> seeds = new ArrayList<>();
    for (LogRecord.Stored stored : replayed.objects.values()) {
      byte[] content = content(seed(stored), length(stored));
      assertThat(read(store, stored.location())).isEqualTo(content);
      assertThat(stored.head().sha256()).isEqualTo(digest(content));
      seeds.add(seed(stored));
    }
    assertThat(seeds).containsAll(kept.keySet());
  }
}
