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
import io.archway.index.disk.Faults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Makes the disk fail at each of its operations in turn, and cuts the power at random ones. */
class StoreFailureTest {

  /** What a client of the store was told, and an index as it would keep it. */
  private static final class World {
    final Map<Long, LogRecord.Stored> acknowledged = new TreeMap<>();
    final Set<String> attempted = new HashSet<>();
    final Set<Long> maybeDeleted = new HashSet<>();
    final Random random;
    long next;

    World(long seed) {
      random = new Random(seed);
    }

    /** A mixed load; failures are what the test is about, so each step goes on after one. */
    void work(ObjectStore store, int steps) {
      for (int step = 0; step < steps; step++) {
        try {
          step(store);
        } catch (IOException e) {
          // Refused: nothing of it counts.
          continue;
        }
      }
    }

    private void step(ObjectStore store) throws IOException {
      switch (random.nextInt(10)) {
        case 0 -> compact(store);
        case 1, 2 -> delete(store);
        default -> append(store);
      }
    }

    private void append(ObjectStore store) throws IOException {
      List<Entry> group = new ArrayList<>();
      List<LargeObject.Content> large = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        long seed = next++;
        attempted.add("2.25." + seed);
        if (random.nextInt(5) == 0) {
          Entry.Reference reference =
              (Entry.Reference) reference(store, seed, random.nextInt(20_000));
          large.add(reference.content());
          group.add(reference);
        } else {
          group.add(inline(seed, random.nextInt(9_000)));
        }
      }
      for (LogRecord record : store.append(group).records()) {
        acknowledged.put(record.recordNumber(), (LogRecord.Stored) record);
      }
    }

    private void delete(ObjectStore store) throws IOException {
      if (acknowledged.isEmpty()) {
        return;
      }
      List<LogRecord.Stored> all = List.copyOf(acknowledged.values());
      LogRecord.Stored victim = all.get(random.nextInt(all.size()));
      maybeDeleted.add(victim.recordNumber());
      acknowledged.remove(victim.recordNumber());
      try {
        store.append(List.of(deletion(victim)));
      } catch (IOException e) {
        if (!e.getMessage().contains("power cut")) {
          // Nothing of a refused group counts, so the object is still there.
          acknowledged.put(victim.recordNumber(), victim);
          maybeDeleted.remove(victim.recordNumber());
        }
        throw e;
      }
      store.release(victim.location());
    }

    private void compact(ObjectStore store) throws IOException {
      List<Segment> closed = store.segments().stream().filter(Segment::closed).toList();
      if (closed.isEmpty()) {
        return;
      }
      Segment segment = closed.get(random.nextInt(closed.size()));
      store.compact(
          segment.number(),
          record -> isAt(record.recordNumber(), record.location()),
          (moved, end) -> {
            for (Relocation.Moved move : moved) {
              LogRecord.Stored old = acknowledged.get(move.recordNumber());
              if (old != null) {
                acknowledged.put(
                    move.recordNumber(),
                    new LogRecord.Stored(
                        old.recordNumber(), old.head(), move.to(), old.crc32(), true));
              }
            }
            return List.of();
          });
    }

    private boolean isAt(long number, ObjectLocation location) {
      return acknowledged.containsKey(number)
          && acknowledged.get(number).location().equals(location);
    }

    /** Every acknowledged object is there and whole; whatever else is there was at least sent. */
    void check(ObjectStore store) throws IOException {
      StoreFixture.Replayed replayed = replay(store);
      assertThat(replayed.damage).isEmpty();
      assertThat(replayed.objects.keySet()).containsAll(acknowledged.keySet());
      for (LogRecord.Stored stored : replayed.objects.values()) {
        assertThat(attempted).contains(stored.head().sopInstanceUid());
        checkContent(store, stored);
      }
      // As an index that follows the log: what was never answered may be there or not.
      acknowledged.putAll(replayed.objects);
      maybeDeleted.clear();
    }

    private static void checkContent(ObjectStore store, LogRecord.Stored stored)
        throws IOException {
      long seed = Long.parseLong(stored.head().sopInstanceUid().substring(5));
      assertThat(read(store, stored.location()))
          .isEqualTo(content(seed, (int) stored.location().length()));
    }
  }

  @Test
  void anyOperationOfTheDiskMayFail() throws IOException {
    int injected = 0;
    for (Faults.Kind kind :
        List.of(
            Faults.Kind.FAIL,
            Faults.Kind.NO_SPACE,
            Faults.Kind.SHORT,
            Faults.Kind.SHORT_THEN_FAIL)) {
      long total = changesOfALife();
      for (long n = 0; n < total; n++) {
        failOnce(kind, n, 1 + n % 4);
        injected++;
      }
    }
    System.out.println("store: " + injected + " failures injected, each at another operation");
  }

  private static long changesOfALife() throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = open(disk)) {
      new World(1).work(store, 25);
    }
    return disk.faults().changes();
  }

  private static void failOnce(Faults.Kind kind, long n, long count) throws IOException {
    CrashDisk disk = new CrashDisk();
    World world = new World(1);
    disk.faults().failFor(n, count, kind);
    ObjectStore store;
    try {
      store = open(disk);
    } catch (StoreException e) {
      disk.faults().clear();
      store = open(disk);
    }
    world.work(store, 25);
    disk.faults().clear();
    world.check(store);
    world.work(store, 5);
    world.check(store);
    try (ObjectStore reopened = open(disk.crash())) {
      world.check(reopened);
      assertThat(reopened.verify((done, all) -> {}).findings()).isEmpty();
    }
  }

  @Test
  void aPowerCutAtAnyMomentLosesNothingAcknowledged() throws IOException {
    int crashes = 0;
    long objects = 0;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      World world = new World(seed);
      CrashDisk disk = new CrashDisk();
      StoreSettings settings =
          StoreFixture.smallSegments().withGrowthBytes(seed % 2 == 0 ? 0 : 60_000);
      for (int life = 0; life < 3; life++) {
        disk.faults().failAt(random.nextInt(250), Faults.Kind.POWER_CUT);
        try {
          ObjectStore store = ObjectStore.open(disk, settings);
          world.check(store);
          world.work(store, 40);
        } catch (IOException e) {
          assertThat(e).hasMessageContaining("power cut");
        }
        disk =
            switch (random.nextInt(4)) {
              case 0 -> disk.crash();
              case 1 -> disk.kill();
              default -> disk.crash(random.nextLong());
            };
        crashes++;
      }
      try (ObjectStore store = ObjectStore.open(disk, settings)) {
        world.check(store);
        objects += world.acknowledged.size();
        assertThat(store.verify((done, all) -> {}).findings()).as("seed %d", seed).isEmpty();
      }
    }
    System.out.println("store: " + crashes + " power cuts, " + objects + " objects all there");
  }

  @Test
  void aTailTornAtAnyByteIsCut() throws IOException {
    CrashDisk disk = new CrashDisk();
    LogPosition before;
    LogPosition after;
    try (ObjectStore store = open(disk)) {
      store.append(List.of(inline(1, 500)));
      before = store.append(List.of(inline(2, 500))).end();
      after = store.append(List.of(inline(3, 700))).end();
    }
    String name = Layout.segment(1);
    for (long length = before.offset(); length < after.offset(); length++) {
      CrashDisk torn = disk.kill();
      try (var file = torn.open(name, io.archway.index.disk.Disk.Access.WRITE)) {
        file.truncate(length);
        file.force(true);
      }
      try (ObjectStore store = open(torn)) {
        assertThat(replay(store).records).hasSize(2);
        assertThat(store.openReport().cutBytes()).isEqualTo(length - before.offset());
        assertThat(store.openReport().damage()).isEmpty();
        assertThat(store.end()).isEqualTo(before);
        store.append(List.of(inline(4, 10)));
        assertThat(replay(store).records).hasSize(3);
      }
      // The index knows better: then it is damage, kept, and the log goes on elsewhere.
      CrashDisk known = disk.kill();
      try (var file = known.open(name, io.archway.index.disk.Disk.Access.WRITE)) {
        file.truncate(length);
      }
      try (ObjectStore store = ObjectStore.open(known, StoreFixture.smallSegments(), after)) {
        assertThat(store.openReport().damage()).hasSize(1);
        assertThat(known.size(name)).isEqualTo(length);
        assertThat(store.end()).isGreaterThan(after);
      }
    }
  }

  @Test
  void aDigestThatWasNotWrittenIsMadeFromTheContent() throws IOException {
    CrashDisk disk = new CrashDisk();
    for (int seed = 1; seed <= 40; seed++) { // over several segments
      ObjectStore store = open(disk);
      LogRecord.Stored stored =
          stored(store.append(List.of(StoreFixture.undigested(seed, 100 * seed))), 0);
      assertDigests(replay(store));
      if (seed % 3 != 0) {
        store.complete(List.of(stored.withSha256(digest(seed, 100 * seed))));
      }
      if (seed % 2 != 0) {
        store.append(List.of(inline(1000 + seed, 50)));
      }
      assertDigests(replay(store));
      disk = disk.crash();
      try (ObjectStore cut = open(disk)) {
        assertThat(replay(cut).objects).hasSize(seed + (seed + 1) / 2);
        assertDigests(replay(cut));
        assertThat(cut.verify((done, all) -> {}).findings()).isEmpty();
      }
      disk = disk.kill();
    }
  }

  @Test
  void aDigestIsForcedWithTheNextGroup() throws IOException {
    CrashDisk disk = new CrashDisk();
    ObjectStore store = open(disk);
    LogRecord.Stored first = stored(store.append(List.of(StoreFixture.undigested(1, 300))), 0);
    store.complete(List.of(first.withSha256(digest(1, 300))));
    store.append(List.of(inline(2, 10)));

    assertThat(digestIn(disk.crash(), first)).isEqualTo(digest(1, 300).bytes());
  }

  @Test
  void aDigestIsForcedBeforeItsSegmentIsClosed() throws IOException {
    CrashDisk disk = new CrashDisk();
    ObjectStore store = open(disk);
    LogRecord.Stored last = stored(store.append(List.of(StoreFixture.undigested(1, 300))), 0);
    store.complete(List.of(last.withSha256(digest(1, 300))));
    store.append(List.of(inline(2, 63 << 10)));

    assertThat(store.segments()).hasSize(2);
    assertThat(digestIn(disk.crash(), last)).isEqualTo(digest(1, 300).bytes());
  }

  private static Sha256 digest(long seed, int length) {
    return StoreFixture.digest(StoreFixture.content(seed, length));
  }

  private static byte[] digestIn(CrashDisk disk, LogRecord.Stored stored) throws IOException {
    ByteBuffer digest = ByteBuffer.allocate(Sha256.BYTES);
    try (var file =
        disk.open(stored.location().container(), io.archway.index.disk.Disk.Access.READ)) {
      file.readFully(digest, RecordCodec.digestOffset(stored));
    }
    return digest.array();
  }

  private static void assertDigests(StoreFixture.Replayed replayed) {
    assertThat(replayed.damage).isEmpty();
    for (LogRecord.Stored stored : replayed.objects.values()) {
      long seed = Long.parseLong(stored.head().sopInstanceUid().substring("2.25.".length()));
      byte[] content = StoreFixture.content(seed, (int) stored.location().length());
      assertThat(stored.head().sha256()).isEqualTo(StoreFixture.digest(content));
    }
  }

  @Test
  void everyFlippedBitOfARecordIsFound() throws IOException {
    CrashDisk disk = new CrashDisk();
    LogRecord.Stored middle;
    long end;
    try (ObjectStore store = open(disk)) {
      store.append(List.of(inline(1, 300)));
      middle = stored(store.append(List.of(inline(2, 90))), 0);
      end = store.append(List.of(inline(3, 300))).end().offset();
      store.append(List.of(inline(4, 20)));
    }
    long contentEnd = middle.location().offset() + middle.location().length();
    long start = RecordCodec.align(0) + startOf(disk, 1);
    for (long offset = start; offset < contentEnd; offset++) {
      CrashDisk rotten = disk.kill();
      rotten.flipBit(Layout.segment(1), offset, (int) (offset % 8));
      try (ObjectStore store = open(rotten)) {
        Verification verification = store.verify((done, all) -> {});
        assertThat(verification.findings()).as("offset %d", offset).hasSize(1);
        boolean inContent = offset >= middle.location().offset();
        long inDigest = offset - RecordCodec.digestOffset(middle);
        boolean readable = inContent || inDigest >= 0 && inDigest < Sha256.BYTES + 4;
        assertThat(verification.findings().get(0).kind())
            .isEqualTo(inContent ? Finding.Kind.CONTENT_DAMAGED : Finding.Kind.RECORD_DAMAGED);
        StoreFixture.Replayed replayed = replay(store);
        assertThat(replayed.records).hasSize(readable ? 4 : 3);
        assertThat(store.end().offset()).isGreaterThanOrEqualTo(end);
        assertThat(store.openReport().damage()).hasSize(readable ? 0 : 1);
      }
    }
  }

  @Test
  void aFlippedBitInTheDigestOfALargeObjectIsDamageOfThatRecordAlone() throws IOException {
    CrashDisk disk = new CrashDisk();
    long header;
    try (ObjectStore store = open(disk)) {
      header = store.append(List.of(inline(1, 300))).end().offset();
      store.append(List.of(StoreFixture.reference(store, 2, 9_000)));
      store.append(List.of(inline(3, 300)));
    }
    for (int at = 64; at < 100; at++) {
      CrashDisk rotten = disk.kill();
      rotten.flipBit(Layout.segment(1), header + at, at % 8);
      try (ObjectStore store = open(rotten)) {
        assertThat(store.openReport().damage()).as("offset %d", at).hasSize(1);
        assertThat(replay(store).records).hasSize(2);
      }
    }
  }

  /** Where the n-th record (from 0) of the first segment begins. */
  private static long startOf(CrashDisk disk, int n) throws IOException {
    try (ObjectStore store = ObjectStore.inspect(disk, StoreFixture.smallSegments())) {
      return replay(store).positions.get(n - 1).offset();
    }
  }

  @Test
  void aLostHeaderPageOfASegmentIsReadFromItsCopy() throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = open(disk)) {
      store.append(List.of(inline(1, 300)));
    }
    CrashDisk once = disk.kill();
    once.flipBit(Layout.segment(1), 30, 1);
    try (ObjectStore store = open(once)) {
      assertThat(replay(store).records).hasSize(1);
    }
    CrashDisk twice = disk.kill();
    twice.flipBit(Layout.segment(1), 30, 1);
    twice.flipBit(Layout.segment(1), 4096 + 30, 1);
    try (ObjectStore store = open(twice)) {
      assertThat(store.openReport().damage()).hasSize(1);
      assertThat(twice.exists(Layout.segment(1))).isTrue();
      store.append(List.of(inline(2, 300)));
      assertThat(replay(store).records).hasSize(1);
      assertThat(replay(store).damage).hasSize(1);
      assertThat(store.verify((done, all) -> {}).findings())
          .extracting(Finding::kind)
          .containsExactly(Finding.Kind.SEGMENT_HEADER_DAMAGED);
    }
  }

  @Test
  void bytesInsideAnObjectAreNeverTakenForARecord() throws IOException {
    CrashDisk disk = new CrashDisk();
    byte[] log;
    try (ObjectStore store = open(disk)) {
      store.append(List.of(inline(1, 300), inline(2, 300)));
      log = new byte[(int) store.end().offset() - SegmentHeader.BYTES];
      try (var file = disk.open(Layout.segment(1), io.archway.index.disk.Disk.Access.READ)) {
        file.readFully(java.nio.ByteBuffer.wrap(log), SegmentHeader.BYTES);
      }
    }
    CrashDisk other = new CrashDisk();
    LogRecord.Stored hostile;
    try (ObjectStore store = open(other)) {
      byte[] content = new byte[64 + log.length];
      // Whatever the header's length is, one copy stands at a multiple of 64.
      int shift = 64 - (headerLength(log) % 64);
      System.arraycopy(log, 0, content, shift % 64, log.length);
      Entry entry =
          new Entry.Inline(
              StoreFixture.head(1, content), List.of(java.nio.ByteBuffer.wrap(content)));
      hostile = stored(store.append(List.of(entry)), 0);
      store.append(List.of(inline(3, 10)));
      store.append(List.of(inline(4, 10)));
    }
    other.flipBit(Layout.segment(1), SegmentHeader.BYTES + 20, 3);
    try (ObjectStore store = open(other)) {
      assertThat(replay(store).objects.values())
          .extracting(s -> s.head().sopInstanceUid())
          .containsExactly("2.25.3", "2.25.4");
      assertThat(hostile.location().offset()).isPositive();
    }
  }

  private static int headerLength(byte[] record) {
    return java.nio.ByteBuffer.wrap(record).getInt(12);
  }

  @Test
  void aFullDiskRefusesTheGroupAndRecoversByItself() throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = open(disk)) {
      LogRecord.Stored kept = stored(store.append(List.of(inline(1, 1000))), 0);
      disk.setCapacityBytes(20_000);
      LogPosition end = store.end();
      assertThatThrownBy(() -> store.append(List.of(inline(2, 5_000), inline(3, 50_000))))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.OUT_OF_SPACE));
      assertThat(store.end()).isEqualTo(end);
      assertThat(disk.size(Layout.segment(1))).isEqualTo(end.offset());
      assertThat(store.freeBytes()).isLessThan(20_000);
      store.append(List.of(inline(4, 500)));
      disk.setCapacityBytes(1 << 20);
      store.append(List.of(inline(5, 50_000)));
      assertThat(replay(store).records).hasSize(3);
      assertThat(read(store, kept.location())).isEqualTo(content(1, 1000));
    }
  }

  @Test
  void afterAFailedForceTheSegmentIsNeverWrittenAgain() throws IOException {
    CrashDisk disk = new CrashDisk();
    Map<String, Long> sizes = new HashMap<>();
    try (ObjectStore store = open(disk)) {
      store.append(List.of(inline(1, 1000)));
      sizes.put(Layout.segment(1), store.end().offset());
      disk.faults().failAt(1, Faults.Kind.FAIL);
      assertThatThrownBy(() -> store.append(List.of(inline(2, 1000))))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.FORCE_FAILED));
      Appended next = store.append(List.of(inline(3, 1000)));
      assertThat(stored(next, 0).location().container()).isEqualTo(Layout.segment(2));
      assertThat(replay(store).objects.values())
          .extracting(s -> s.head().sopInstanceUid())
          .containsExactly("2.25.1", "2.25.3");
    }
    assertThat(disk.size(Layout.segment(1))).isEqualTo(sizes.get(Layout.segment(1)));
    for (long seed = 0; seed < 20; seed++) {
      try (ObjectStore store = open(disk.kill().crash(seed))) {
        assertThat(replay(store).objects).hasSize(2);
      }
    }
  }

  @Test
  void whatAFailedForceLeftBehindNeverComesBack() throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = open(disk)) {
      store.append(List.of(inline(1, 1000)));
      // The force and then the cut of the tail.
      disk.faults().failFor(1, 2, Faults.Kind.FAIL);
      assertThatThrownBy(() -> store.append(List.of(inline(2, 1000))))
          .isInstanceOf(StoreException.class);
      assertThat(disk.size(Layout.segment(1))).isGreaterThan(store.segments().get(0).bytes());
      store.append(List.of(inline(3, 1000)));
      assertOneAndThree(store);
    }
    try (ObjectStore store = open(disk.kill())) {
      assertOneAndThree(store);
    }
    CrashDisk killed = disk.kill();
    try (ObjectStore store = open(killed)) {
      // With segment 2 goes the knowledge of where segment 1 ends.
      store.append(List.of(inline(4, 64_000)));
      store.compact(2, record -> true, (moved, end) -> List.of());
      assertThat(killed.exists(Layout.segment(2))).isFalse();
    }
    try (ObjectStore store = open(killed.kill())) {
      assertThat(replay(store).objects.values())
          .extracting(s -> s.head().sopInstanceUid())
          .containsExactly("2.25.1", "2.25.3", "2.25.4");
    }
  }

  private static void assertOneAndThree(ObjectStore store) throws IOException {
    assertThat(replay(store).objects.values())
        .extracting(s -> s.head().sopInstanceUid())
        .containsExactly("2.25.1", "2.25.3");
    assertThat(store.verify((done, all) -> {}).findings()).isEmpty();
  }
}
