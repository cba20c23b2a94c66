package io.archway.index.store;

import static io.archway.index.store.StoreFixture.content;
import static io.archway.index.store.StoreFixture.deletion;
import static io.archway.index.store.StoreFixture.head;
import static io.archway.index.store.StoreFixture.inline;
import static io.archway.index.store.StoreFixture.reference;
import static io.archway.index.store.StoreFixture.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is kept, no call hands the disk more than a piece, and pieces are full ones. */
class WritePiecesTest {
  private static final int SLICE = 512 << 10;
  private static final int LARGE = 3_000_000;

  private static StoreSettings pieces(int bytes) {
    return new StoreSettings(16 << 20, 4 << 20, bytes, 8 << 20, 1_000, 0, 0);
  }

  @Test
  void isOf64KiBUnlessToldOtherwise() {
    assertThat(StoreSettings.defaults().writePieceBytes()).isEqualTo(64 << 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {4 << 10, 10_000, 64 << 10, 1 << 20})
  void noWriteIsLongerThanAPiece(int pieceBytes) throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = ObjectStore.open(disk, pieces(pieceBytes))) {
      store.append(List.of(inline(1, 100)));
      store.append(IntStream.range(2, 300).mapToObj(i -> inline(i, i * 37)).toList());
      store.append(List.of(inOneBuffer(301, 10), inOneBuffer(302, LARGE), inline(303, SLICE)));
      store.append(List.of(large(store, 304, LARGE), reference(store, 305, LARGE)));
      assertThat(longest(disk, "log/")).isEqualTo(pieceBytes);
      assertThat(longest(disk, "large/")).isEqualTo(pieceBytes);
    }
  }

  /** Laid behind a small group, 4 MiB at once. */
  @Test
  void neitherAreZerosBehindTheTail() throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = ObjectStore.open(disk, StoreSettings.defaults())) {
      store.append(List.of(inline(1, 100)));
      assertThat(disk.size(store.segments().get(0).name())).isGreaterThan(4 << 20);
      assertThat(longest(disk, "log/")).isEqualTo(64 << 10);
    }
  }

  @Test
  void neitherIsWhatCompactionCopies() throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = ObjectStore.open(disk, pieces(64 << 10))) {
      LogRecord.Stored dead = stored(store.append(List.of(inline(1, LARGE))), 0);
      store.append(List.of(inline(2, LARGE), inline(3, SLICE)));
      store.append(List.of(deletion(dead)));
      long first = store.segments().get(0).number();
      for (int i = 4; store.segments().size() < 2; i++) {
        store.append(List.of(inline(i, LARGE)));
      }
      long before = disk.faults().count(Faults.Operation.WRITE);
      Compaction done = store.compact(first, kept -> !kept.equals(dead), (moved, end) -> List.of());
      assertThat(done.copiedBytes()).isGreaterThan(LARGE + SLICE);
      assertThat(disk.faults().count(Faults.Operation.WRITE) - before)
          .isGreaterThan((LARGE + SLICE) / (64 << 10));
      assertThat(longest(disk, "log/")).isEqualTo(64 << 10);
    }
  }

  /** Buffers of the network are gathered: a slice does not cost a call for each. */
  @Test
  void aSliceInSmallBuffersIsWrittenInFullPieces() throws IOException {
    CrashDisk disk = new CrashDisk();
    try (ObjectStore store = ObjectStore.open(disk, StoreSettings.defaults())) {
      store.append(List.of(inline(1, SLICE)));
      long before = disk.faults().count(Faults.Operation.WRITE);
      store.append(List.of(inline(2, SLICE)));
      assertThat(disk.faults().count(Faults.Operation.WRITE) - before)
          .isBetween(SLICE / (64L << 10), SLICE / (64L << 10) + 2);
    }
  }

  private static Entry inOneBuffer(long seed, int length) {
    byte[] content = content(seed, length);
    return new Entry.Inline(head(seed, content), List.of(ByteBuffer.wrap(content)));
  }

  /** Streamed in one call. */
  private static Entry large(ObjectStore store, long seed, int length) throws IOException {
    byte[] content = content(seed, length);
    LargeObject large = store.newLargeObject();
    large.write(ByteBuffer.wrap(content));
    return new Entry.Reference(head(seed, content), large.force());
  }

  private static int longest(CrashDisk disk, String folder) {
    Collection<Integer> lengths = new ArrayList<>();
    for (Map.Entry<String, Integer> each : disk.faults().longestWrites().entrySet()) {
      if (each.getKey().startsWith(folder)) {
        lengths.add(each.getValue());
      }
    }
    return lengths.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }
}
