package io.archway.index.store;

import static io.archway.index.store.StoreFixture.content;
import static io.archway.index.store.StoreFixture.deletion;
import static io.archway.index.store.StoreFixture.inline;
import static io.archway.index.store.StoreFixture.open;
import static io.archway.index.store.StoreFixture.read;
import static io.archway.index.store.StoreFixture.reference;
import static io.archway.index.store.StoreFixture.replay;
import static io.archway.index.store.StoreFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Disk;
import io.archway.index.disk.FileDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {

  @TempDir Path folder;

  /** An index as compaction sees it: where each living object is. */
  private static final class Places extends HashMap<Long, ObjectLocation> {
    private static final long serialVersionUID = 1L;

    void add(Appended appended) {
      for (LogRecord record : appended.records()) {
        put(record.recordNumber(), ((LogRecord.Stored) record).location());
      }
    }

    boolean isAlive(LogRecord.Stored stored) {
      return stored.location().equals(get(stored.recordNumber()));
    }

    List<Long> onMoved(List<Relocation.Moved> moved, LogPosition end) {
      List<Long> gone = new ArrayList<>();
      for (Relocation.Moved move : moved) {
        if (replace(move.recordNumber(), move.to()) == null) {
          gone.add(move.recordNumber());
        }
      }
      return gone;
    }
  }

  @Test
  void givesBackTheSpaceOfTheDeadOnBothDisks() throws IOException {
    givesBackTheSpace(new CrashDisk());
    try (FileDisk disk = FileDisk.open(folder)) {
      givesBackTheSpace(disk);
    }
  }

  private static void givesBackTheSpace(Disk disk) throws IOException {
    Places places = new Places();
    Map<Long, LogRecord.Stored> all = new HashMap<>();
    LogRecord.Stored large;
    try (ObjectStore store = open(disk)) {
      large = stored(store.append(List.of(reference(store, 500, 3000))), 0);
      places.put(large.recordNumber(), large.location());
      for (int i = 0; i < 40; i++) {
        Appended appended = store.append(List.of(inline(i, 5000)));
        places.add(appended);
        all.put(appended.records().get(0).recordNumber(), stored(appended, 0));
      }
      for (LogRecord.Stored stored : all.values()) {
        if (stored.recordNumber() % 4 != 0) {
          places.remove(stored.recordNumber());
          store.append(List.of(deletion(stored)));
        }
      }
      Segment first = store.segments().get(0);
      long dead = store.deadBytes(first.number(), places::isAlive);
      assertThat(dead).isBetween(first.bytes() / 2, first.bytes());
      assertThat(first.deadBytes()).isBetween(first.bytes() / 2, first.bytes());
      Compaction compaction = store.compact(first.number(), places::isAlive, places::onMoved);
      assertThat(compaction.freedBytes()).isEqualTo(first.bytes());
      assertThat(compaction.copiedBytes()).isLessThan(first.bytes() / 2);
      assertThat(disk.exists(first.name())).isFalse();
      assertThat(places.get(large.recordNumber())).isEqualTo(large.location());
      check(store, places);
    }
    try (ObjectStore store = open(disk)) {
      check(store, places);
      assertThat(store.openReport().sweptFiles()).isEmpty();
      for (Segment segment : store.segments()) {
        if (segment.closed()) {
          store.compact(segment.number(), places::isAlive, places::onMoved);
        }
      }
      check(store, places);
    }
    try (ObjectStore store = open(disk)) {
      check(store, places);
    }
  }

  private static void check(ObjectStore store, Map<Long, ObjectLocation> places)
      throws IOException {
    assertThat(store.verify((done, total) -> {}).findings()).isEmpty();
    StoreFixture.Replayed replayed = replay(store);
    assertThat(replayed.objects.keySet()).isEqualTo(places.keySet());
    for (LogRecord.Stored stored : replayed.objects.values()) {
      assertThat(stored.location()).isEqualTo(places.get(stored.recordNumber()));
      long seed = Long.parseLong(stored.head().sopInstanceUid().substring(5));
      assertThat(read(store, stored.location()))
          .isEqualTo(content(seed, (int) stored.location().length()));
    }
  }

  @Test
  void anObjectDeletedWhileItIsCopiedStaysDeleted() throws IOException {
    CrashDisk disk = new CrashDisk();
    Places places = new Places();
    try (ObjectStore store = open(disk)) {
      LogRecord.Stored victim = stored(store.append(List.of(inline(1, 5000))), 0);
      places.put(victim.recordNumber(), victim.location());
      places.add(store.append(List.of(inline(2, 30_000))));
      places.add(store.append(List.of(inline(3, 30_000))));
      store.compact(
          1,
          record -> {
            boolean alive = places.isAlive(record);
            if (record.recordNumber() == victim.recordNumber()) {
              places.remove(victim.recordNumber());
              store.append(List.of(deletion(victim)));
            }
            return alive;
          },
          places::onMoved);
      check(store, places);
    }
    try (ObjectStore store = open(disk.crash())) {
      check(store, places);
    }
  }

  @Test
  void aCrashBeforeTheIndexKnowsLeavesBothCopiesAsOneObject() throws IOException {
    CrashDisk disk = new CrashDisk();
    Places places = new Places();
    ObjectStore store = open(disk);
    places.add(store.append(List.of(inline(1, 5000), inline(2, 5000))));
    places.add(store.append(List.of(inline(3, 60_000))));
    assertThatThrownBy(
            () ->
                store.compact(
                    1,
                    places::isAlive,
                    (moved, end) -> {
                      throw new IOException("index away");
                    }))
        .isInstanceOf(StoreException.class);
    try (ObjectStore reopened = open(disk.crash())) {
      StoreFixture.Replayed replayed = replay(reopened);
      assertThat(replayed.records).hasSize(5);
      assertThat(replayed.objects.keySet()).isEqualTo(places.keySet());
      assertThat(replayed.records)
          .filteredOn(r -> ((LogRecord.Stored) r).relocated())
          .extracting(LogRecord::recordNumber)
          .containsExactly(1L, 2L);
      reopened.compact(1, places::isAlive, places::onMoved);
      check(reopened, places);
    }
  }

  @Test
  void aDamagedSegmentIsKept() throws IOException {
    CrashDisk disk = new CrashDisk();
    Places places = new Places();
    try (ObjectStore store = open(disk)) {
      places.add(store.append(List.of(inline(1, 5000), inline(2, 60_000))));
      places.add(store.append(List.of(inline(3, 5000))));
      disk.flipBit(Layout.segment(1), SegmentHeader.BYTES + 2000, 2);
      assertThatThrownBy(() -> store.compact(1, places::isAlive, places::onMoved))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.DAMAGED));
      assertThat(disk.exists(Layout.segment(1))).isTrue();
      assertThat(store.segments()).hasSize(2);
    }
  }

  @Test
  void theActiveSegmentIsRefused() throws IOException {
    try (ObjectStore store = open(new CrashDisk())) {
      store.append(List.of(inline(1, 10)));
      assertThatThrownBy(() -> store.compact(1, r -> true, (moved, end) -> List.of()))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.NOT_ALLOWED));
    }
  }
}
