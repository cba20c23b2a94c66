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
import io.archway.index.disk.DiskFile;
import io.archway.index.disk.Faults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTest {

  private static List<Finding> verify(ObjectStore store) throws IOException {
    return store.verify((done, total) -> {}).findings();
  }

  @Test
  void findsWhatIsWrongWithLargeFiles() throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = open(disk)) {
      String missing = append(store, 1);
      String shorter = append(store, 2);
      String rotten = append(store, 3);
      append(store, 4);
      disk.delete(missing);
      try (DiskFile file = disk.open(shorter, Disk.Access.WRITE)) {
        file.truncate(99);
      }
      disk.flipBit(rotten, 4321, 5);
      assertThat(verify(store))
          .extracting(Finding::kind, Finding::file)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(Finding.Kind.LARGE_FILE_MISSING, missing),
              org.assertj.core.groups.Tuple.tuple(Finding.Kind.LARGE_FILE_DAMAGED, shorter),
              org.assertj.core.groups.Tuple.tuple(Finding.Kind.LARGE_FILE_DAMAGED, rotten));
    }
  }

  private static String append(ObjectStore store, long seed) throws IOException {
    Appended appended = store.append(List.of(reference(store, seed, 9_000)));
    return stored(appended, 0).location().container();
  }

  @Test
  void aWrongDigestIsFoundThoughTheChecksumIsRight() throws IOException {
    try (ObjectStore store = open(new CrashDisk())) {
      byte[] content = content(1, 500);
      ObjectHead other = StoreFixture.head(1, content(2, 500));
      store.append(List.of(new Entry.Inline(other, List.of(ByteBuffer.wrap(content)))));
      assertThat(verify(store))
          .singleElement()
          .satisfies(f -> assertThat(f.text()).contains("SHA-256"));
    }
  }

  @Test
  void whatIsDeletedIsNotMissed() throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = open(disk)) {
      LogRecord.Stored large = stored(store.append(List.of(reference(store, 1, 9_000))), 0);
      LogRecord.Stored small = stored(store.append(List.of(inline(2, 900))), 0);
      store.append(List.of(deletion(large), deletion(small)));
      disk.delete(large.location().container());
      disk.flipBit(small.location().container(), small.location().offset() + 5, 1);
      assertThat(verify(store)).isEmpty();
    }
  }

  @Test
  void unreferencedFilesAreMovedAsideAndForeignOnesLeftAlone() throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = open(disk)) {
      append(store, 1);
      LargeObject writing = store.newLargeObject();
      writing.write(ByteBuffer.allocate(100));
      String stray = "large/000000000001/0123";
      disk.open(stray, Disk.Access.CREATE).close();
      disk.open("log/notes.txt", Disk.Access.CREATE).close();
      disk.createFolder("large/mine");
      Verification found = store.verify((done, total) -> {});
      assertThat(found.findings())
          .extracting(Finding::kind)
          .containsExactly(
              Finding.Kind.LARGE_FILE_UNREFERENCED,
              Finding.Kind.FOREIGN_FILE,
              Finding.Kind.FOREIGN_FILE);
      assertThat(store.repair(found)).containsExactly("quarantine/large-000000000001-0123");
      assertThat(disk.exists(stray)).isFalse();
      assertThat(disk.exists("quarantine/large-000000000001-0123")).isTrue();
      assertThat(disk.exists("log/notes.txt")).isTrue();
      writing.force();
      assertThat(verify(store)).extracting(Finding::kind).containsOnly(Finding.Kind.FOREIGN_FILE);
    }
  }

  @Test
  void inspectionReportsATornTail() throws IOException {
    CrashDisk disk = new CrashDisk();
    LogPosition end;
    try (ObjectStore store = open(disk)) {
      end = store.append(List.of(inline(1, 500))).end();
      store.append(List.of(inline(2, 500)));
    }
    try (DiskFile file = disk.open(Layout.segment(1), Disk.Access.WRITE)) {
      file.truncate(end.offset() + 300);
    }
    try (ObjectStore store = ObjectStore.inspect(disk, StoreFixture.smallSegments())) {
      assertThat(verify(store))
          .singleElement()
          .satisfies(f -> assertThat(f.kind()).isEqualTo(Finding.Kind.TORN_TAIL))
          .satisfies(f -> assertThat(f.offset()).isEqualTo(end.offset()));
    }
  }

  @Test
  void progressGoesFromNothingToAll() throws IOException {
    try (ObjectStore store = open(new CrashDisk())) {
      for (int i = 0; i < 10; i++) {
        append(store, i);
        store.append(List.of(inline(100 + i, 20_000)));
      }
      List<Long> done = new ArrayList<>();
      List<Long> totals = new ArrayList<>();
      Verification verification =
          store.verify(
              (d, t) -> {
                done.add(d);
                totals.add(t);
              });
      assertThat(done).isSorted();
      assertThat(totals).allMatch(t -> t >= verification.bytes());
      assertThat(verification.records()).isEqualTo(20);
    }
  }

  @Test
  void aLargeObjectIsForcedWhileItComesAndFailsForGood() throws IOException {
    CrashDisk disk = new CrashDisk();
    StoreSettings settings = new StoreSettings(1 << 20, 0, 4096, 4096, 1000, 10_000, 0);
    try (ObjectStore store = ObjectStore.open(disk, settings)) {
      long before = disk.faults().count(Faults.Operation.FORCE);
      Entry large = reference(store, 1, 55_000);
      assertThat(disk.faults().count(Faults.Operation.FORCE) - before).isEqualTo(5 + 1);
      LogRecord.Stored stored = stored(store.append(List.of(large)), 0);
      assertThat(read(store, stored.location())).isEqualTo(content(1, 55_000));

      LargeObject failing = store.newLargeObject();
      disk.faults().failAt(0, Faults.Kind.FAIL);
      assertThatThrownBy(() -> failing.write(ByteBuffer.allocate(10)))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> failing.write(ByteBuffer.allocate(10)))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.NOT_ALLOWED));
      assertThatThrownBy(failing::force).isInstanceOf(StoreException.class);
      failing.discard();
      failing.discard();
      assertThat(verify(store)).isEmpty();
      assertThat(replay(store).records).containsExactly(stored);
    }
  }
}
