package io.archway.index.store;

import static io.archway.index.store.StoreFixture.content;
import static io.archway.index.store.StoreFixture.deletion;
import static io.archway.index.store.StoreFixture.head;
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
import io.archway.index.disk.Faults;
import io.archway.index.disk.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {

  @TempDir Path folder;

  @Test
  void givesBackWhatWasAppendedOnBothDisks() throws IOException {
    roundTrip(new CrashDisk(), StoreFixture.smallSegments());
    try (FileDisk disk = FileDisk.open(folder)) {
      roundTrip(disk, StoreFixture.smallSegments());
    }
    try (FileDisk disk = FileDisk.open(folder.resolve("growing"))) {
      roundTrip(disk, StoreFixture.smallSegments().withGrowthBytes(32 << 10));
    }
  }

  private static void roundTrip(Disk disk, StoreSettings settings) throws IOException {
    List<LogRecord.Stored> all = new ArrayList<>();
    try (ObjectStore store = ObjectStore.open(disk, settings)) {
      for (int i = 0; i < 40; i++) {
        Entry large = reference(store, 1000 + i, i * 777);
        Appended appended =
            store.append(List.of(inline(i, i * 613), large, inline(100 + i, 1 + i % 5)));
        for (LogRecord record : appended.records()) {
          all.add((LogRecord.Stored) record);
        }
        assertThat(store.end()).isEqualTo(appended.end());
      }
      check(store, all);
    }
    try (ObjectStore store = ObjectStore.open(disk, settings)) {
      check(store, all);
      assertThat(store.openReport()).isEqualTo(new OpenReport(0, List.of(), List.of()));
      assertThat(store.segments()).hasSizeGreaterThan(5);
      assertThat(store.verify((done, total) -> {}).findings()).isEmpty();
      Appended next = store.append(List.of(inline(5000, 10)));
      assertThat(next.records().get(0).recordNumber()).isGreaterThan(last(all).recordNumber());
    }
  }

  private static LogRecord.Stored last(List<LogRecord.Stored> all) {
    return all.get(all.size() - 1);
  }

  private static void check(ObjectStore store, List<LogRecord.Stored> all) throws IOException {
    StoreFixture.Replayed replayed = replay(store);
    assertThat(replayed.records).containsExactlyElementsOf(all);
    assertThat(replayed.damage).isEmpty();
    for (LogRecord.Stored stored : all) {
      long seed = Long.parseLong(stored.head().sopInstanceUid().substring(5));
      byte[] expected = content(seed, (int) stored.location().length());
      assertThat(read(store, stored.location())).isEqualTo(expected);
      assertThat(stored.head()).isEqualTo(head(seed, expected));
    }
  }

  @Test
  void aGroupCostsOneForce() throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = ObjectStore.open(disk, StoreSettings.defaults())) {
      long before = disk.faults().count(Faults.Operation.FORCE);
      store.append(List.of(inline(1, 9000), inline(2, 70_000), inline(3, 200_000)));
      assertThat(disk.faults().count(Faults.Operation.FORCE) - before).isEqualTo(1);
    }
  }

  @Test
  void replaysFromEveryPosition() throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = open(disk)) {
      for (int i = 0; i < 60; i++) {
        store.append(List.of(inline(i, 3000), inline(100 + i, 40)));
      }
      StoreFixture.Replayed all = replay(store);
      assertThat(all.records).hasSize(120);
      for (int i = 0; i < all.positions.size(); i++) {
        assertThat(replay(store, all.positions.get(i)).records)
            .isEqualTo(all.records.subList(i + 1, all.records.size()));
      }
      assertThat(all.positions).isSorted();
      assertThat(all.positions.get(119)).isEqualTo(store.end());
    }
  }

  @Test
  void aGroupThatFitsExactlyStaysAndOneByteMoreRolls() throws IOException {
    for (int extra = 0; extra <= 1; extra++) {
      CrashDisk disk = new CrashDisk();
      try (ObjectStore store = open(disk)) {
        LogRecord.Stored first = stored(store.append(List.of(inline(1, 1000))), 0);
        int headerLength = (int) first.location().offset() - SegmentHeader.BYTES;
        long room = (64 << 10) - store.end().offset();
        store.append(List.of(inline(2, (int) room - headerLength + extra)));
        assertThat(store.segments()).hasSize(1 + extra);
        assertThat(replay(store).records).hasSize(2);
      }
    }
  }

  @Test
  void aGroupLargerThanASegmentIsOneSegment() throws IOException {
    try (ObjectStore store = open(new CrashDisk())) {
      Appended appended = store.append(List.of(inline(1, 100_000), inline(2, 100_000)));
      assertThat(read(store, stored(appended, 1).location())).isEqualTo(content(2, 100_000));
      store.append(List.of(inline(3, 1)));
      assertThat(store.segments()).hasSize(2);
    }
  }

  @Test
  void aTombstoneHidesItsObjectOnly() throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = open(disk)) {
      LogRecord.Stored first = stored(store.append(List.of(inline(1, 100))), 0);
      LogRecord.Stored large = stored(store.append(List.of(reference(store, 2, 9000))), 0);
      LogRecord.Stored again = stored(store.append(List.of(inline(1, 100))), 0);
      store.append(List.of(deletion(first), deletion(large)));
      store.release(large.location());
      store.release(first.location());
      assertThat(replay(store).objects.keySet()).containsExactly(again.recordNumber());
      assertThat(disk.exists(large.location().container())).isFalse();
      assertThat(store.verify((done, total) -> {}).findings()).isEmpty();
      assertThat(store.segments().get(0).deadBytes()).isEqualTo(100);
    }
  }

  @Test
  void sweepsLargeFilesThatNoRecordNames() throws IOException {
    CrashDisk disk = new CrashDisk();
    ObjectLocation kept;
    ObjectLocation deleted;
    try (ObjectStore store = open(disk)) {
      kept = stored(store.append(List.of(reference(store, 1, 9000))), 0).location();
      LogRecord.Stored gone = stored(store.append(List.of(reference(store, 2, 9000))), 0);
      deleted = gone.location();
      store.append(List.of(deletion(gone)));
      reference(store, 3, 9000);
      LargeObject unfinished = store.newLargeObject();
      unfinished.write(ByteBuffer.allocate(10));
      LargeObject discarded = store.newLargeObject();
      discarded.discard();
      for (int i = 0; i < 10; i++) {
        store.append(List.of(inline(i, 30_000)));
      }
    }
    CrashDisk after = disk.crash();
    try (ObjectStore store = open(after)) {
      assertThat(store.openReport().sweptFiles()).hasSize(3).contains(deleted.container());
      assertThat(read(store, kept)).isEqualTo(content(1, 9000));
      assertThat(store.verify((done, total) -> {}).findings()).isEmpty();
    }
  }

  @Test
  void aFolderOfLargeFilesIsBounded() throws IOException {
    CrashDisk disk = new CrashDisk();
    StoreSettings settings = new StoreSettings(1 << 20, 0, 4096, 4096, 3, 0, 0);
    try (ObjectStore store = ObjectStore.open(disk, settings)) {
      for (int i = 0; i < 10; i++) {
        store.append(List.of(reference(store, i, 10)));
      }
      for (String name : disk.list("large")) {
        assertThat(disk.list("large/" + name)).hasSizeLessThanOrEqualTo(3);
      }
      assertThat(store.verify((done, total) -> {}).findings()).isEmpty();
    }
  }

  @Test
  void inspectionChangesNothingAndRefusesWrites() throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = open(disk)) {
      store.append(List.of(inline(1, 100)));
    }
    long changes = disk.faults().changes();
    try (ObjectStore store = ObjectStore.inspect(disk, StoreFixture.smallSegments())) {
      assertThat(replay(store).records).hasSize(1);
      assertThatThrownBy(() -> store.append(List.of(inline(2, 5))))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.NOT_ALLOWED));
    }
    assertThat(disk.faults().changes()).isEqualTo(changes);
  }

  @Test
  void refusesHeadersBeyondTheLimitAndGoesOn() throws IOException {
    try (ObjectStore store = open(new CrashDisk())) {
      byte[] content = content(1, 10);
      ObjectHead good = head(1, content);
      ObjectHead bad =
          new ObjectHead(
              1,
              new Sender("x".repeat(4000), "", "", ""),
              good.receivedAt(),
              good.sopClassUid(),
              good.sopInstanceUid(),
              good.transferSyntaxUid(),
              good.sha256(),
              0);
      assertThatThrownBy(
              () -> store.append(List.of(new Entry.Inline(bad, List.of(ByteBuffer.wrap(content))))))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.error()).isEqualTo(StoreError.LIMIT_EXCEEDED));
      store.append(List.of(inline(2, 10)));
      assertThat(replay(store).records).hasSize(1);
    }
  }

  @Test
  void aBackupHoldsDeletionsBack() throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = open(disk)) {
      LogRecord.Stored large = stored(store.append(List.of(reference(store, 1, 500))), 0);
      Backup backup = store.backup();
      store.append(List.of(deletion(large), inline(2, 50)));
      store.release(large.location());
      assertThat(backup.items())
          .extracting(Backup.Item::name)
          .containsExactly("log/000000000001.seg", large.location().container());
      assertThat(disk.exists(large.location().container())).isTrue();
      CrashDisk restored = new CrashDisk();
      copy(backup, disk, restored);
      backup.close();
      assertThat(disk.exists(large.location().container())).isFalse();
      try (ObjectStore copy =
          ObjectStore.open(restored, StoreFixture.smallSegments(), backup.end())) {
        assertThat(replay(copy).records).containsExactly(large);
        assertThat(copy.verify((done, total) -> {}).findings()).isEmpty();
      }
    }
  }

  private static void copy(Backup backup, Disk from, Disk to) throws IOException {
    for (Backup.Item item : backup.items()) {
      to.createFolder(Disk.folderOf(item.name()));
      try (var in = from.open(item.name(), Disk.Access.READ);
          var out = to.open(item.name(), Disk.Access.CREATE)) {
        ByteBuffer bytes = ByteBuffer.allocate((int) item.length());
        in.readFully(bytes, 0);
        out.writeFully(bytes.flip(), 0);
      }
    }
  }
}
