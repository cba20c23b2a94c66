package io.archway.http.imaging.upload;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The entries of a zip archive (APPNOTE 6.3) that lies in the store, by its directory at the end:
 * what it says is held against the local headers and the limits before anything is unpacked, and
 * what is unpacked against what it said.
 *
 * <p>Read by one thread; then entries may be opened by any number.
 */
final class ZipArchive {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_BYTES = 56;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCATOR_64_BYTES = 20;
  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_BYTES = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int MAX_COMMENT = 0xFFFF;
  private static final long FULL = 0xFFFFFFFFL;
  private static final int ENCRYPTED = 1;
  private static final int MAX_NAME_BYTES = 1_024;
  static final int STORED = 0;
  static final int DEFLATED = 8;

  /**
   * A file in the archive.
   *
   * @param dataOffset of its packed bytes in the archive
   */
  record Entry(
      String name, int method, long crc32, long dataOffset, long packedBytes, long bytes) {}

  private record Directory(long offset, long bytes, long entries) {}

  private record Range(long from, long to) {}

  private final WrittenFile file;
  private final UploadLimits limits;
  private final ArchiveTotals totals;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Range> ranges = new ArrayList<>();
  private long unpackedBytes;

  private ZipArchive(WrittenFile file, UploadLimits limits, ArchiveTotals totals) {
    this.file = file;
    this.limits = limits;
    this.totals = totals;
  }

  /**
   * @param totals of all archives of the request
   * @throws ArchiveException why nothing of it is taken
   */
  static ZipArchive read(WrittenFile file, UploadLimits limits, ArchiveTotals totals)
      throws IOException {
    ZipArchive archive = new ZipArchive(file, limits, totals);
    Directory directory = archive.directory();
    archive.readEntries(directory);
    archive.checkRanges(directory.offset);
    return archive;
  }

  /** Files in the order of the directory, without folders. */
  List<Entry> entries() {
    return entries;
  }

  /** The unpacked bytes; a reader that goes to the end finds out whether they are what was said. */
  InputStream open(Entry entry) {
    InputStream packed = file.open(entry.dataOffset, entry.packedBytes);
    return UnpackedEntry.of(entry, packed);
  }

  private Directory directory() throws IOException {
    int most = (int) Math.min(file.length(), END_BYTES + MAX_COMMENT);
    long start = file.length() - most;
    ByteBuffer tail = bytes(start, most);
    for (int at = most - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END && at + END_BYTES + u16(tail, at + 20) == most) {
        return directory(tail.slice(at, END_BYTES).order(ByteOrder.LITTLE_ENDIAN), start + at);
      }
    }
    throw new ArchiveException("archive: broken, its directory is not there");
  }

  private Directory directory(ByteBuffer end, long position) throws IOException {
    Directory found = new Directory(u32(end, 16), u32(end, 12), u16(end, 10));
    boolean one = u16(end, 4) == 0 && u16(end, 6) == 0 && u16(end, 8) == found.entries;
    if (found.entries == 0xFFFF || found.offset == FULL || found.bytes == FULL) {
      found = directory64(position);
    } else {
      require(one, "archive: of several parts");
    }
    require(
        found.offset >= 0 && found.bytes >= 0 && found.offset <= position - found.bytes,
        "archive: broken, its directory is not where it says");
    if (found.entries > limits.maxEntries() || found.entries < 0) {
      throw new ArchiveException(
          "archive: %d entries (expected: <= %d)".formatted(found.entries, limits.maxEntries()));
    }
    return found;
  }

  private Directory directory64(long end) throws IOException {
    require(end >= LOCATOR_64_BYTES, "archive: broken, its directory is not there");
    ByteBuffer locator = bytes(end - LOCATOR_64_BYTES, LOCATOR_64_BYTES);
    long at = locator.getLong(8);
    require(
        locator.getInt(0) == LOCATOR_64 && at >= 0 && at <= end - END_64_BYTES,
        "archive: broken, its directory is not where it says");
    ByteBuffer end64 = bytes(at, END_64_BYTES);
    require(
        end64.getInt(0) == END_64 && end64.getInt(16) == 0 && end64.getInt(20) == 0,
        "archive: broken, its directory is not where it says");
    return new Directory(end64.getLong(48), end64.getLong(40), end64.getLong(32));
  }

  private void readEntries(Directory directory) throws IOException {
    try (InputStream in =
        new BufferedInputStream(file.open(directory.offset, directory.bytes), 64 << 10)) {
      for (long i = 0; i < directory.entries; i++) {
        readEntry(in);
      }
    } catch (EOFException e) {
      throw new ArchiveException("archive: broken, its directory is cut off");
    }
  }

  private void readEntry(InputStream in) throws IOException {
    ByteBuffer head = bytes(in, CENTRAL_BYTES);
    require(head.getInt(0) == CENTRAL, "archive: broken, its directory is none");
    int nameBytes = u16(head, 28);
    require(nameBytes <= MAX_NAME_BYTES, "archive: a name of more than 1024 bytes");
    String name = new String(bytes(in, nameBytes).array(), StandardCharsets.UTF_8);
    ByteBuffer extra = bytes(in, u16(head, 30));
    in.skipNBytes(u16(head, 32));
    checkName(name);
    require((u16(head, 8) & ENCRYPTED) == 0, "archive: encrypted (expected: without a password)");
    long[] sizes = sizes(head, extra);
    Entry entry = entry(name, head, sizes);
    unpackedBytes += entry.bytes;
    checkSize();
    totals.add(nameBytes, entry.bytes);
    if (!name.endsWith("/")) {
      entries.add(entry);
    }
  }

  /** Unpacked, packed, offset of the local header; those that do not fit stand in the extra. */
  private static long[] sizes(ByteBuffer head, ByteBuffer extra) throws ArchiveException {
    long[] sizes = {u32(head, 24), u32(head, 20), u32(head, 42)};
    while (extra.remaining() >= 4) {
      int id = extra.getShort() & 0xFFFF;
      int length = extra.getShort() & 0xFFFF;
      require(length <= extra.remaining(), "archive: broken, an entry is cut off");
      ByteBuffer field = extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      extra.position(extra.position() + length);
      for (int i = 0; id == 1 && i < sizes.length; i++) {
        if (sizes[i] == FULL) {
          require(field.remaining() >= 8, "archive: broken, an entry is cut off");
          sizes[i] = field.getLong();
        }
      }
    }
    return sizes;
  }

  private Entry entry(String name, ByteBuffer head, long[] sizes) throws IOException {
    int method = u16(head, 10);
    require(
        method == STORED || method == DEFLATED,
        "archive: packed by method " + method + " (expected: stored or deflated)");
    long local = sizes[2];
    require(
        sizes[0] >= 0
            && sizes[1] >= 0
            && local >= 0
            && local <= file.length() - LOCAL_BYTES
            && sizes[1] <= file.length()
            && (method != STORED || sizes[0] == sizes[1]),
        "archive: broken, an entry is not where it says");
    ByteBuffer own = bytes(local, LOCAL_BYTES);
    require(
        own.getInt(0) == LOCAL && u16(own, 8) == method && (u16(own, 6) & ENCRYPTED) == 0,
        "archive: broken, an entry says two things");
    long data = local + LOCAL_BYTES + u16(own, 26) + u16(own, 28);
    ranges.add(new Range(local, data + sizes[1]));
    return new Entry(name, method, u32(head, 16), data, sizes[1], sizes[0]);
  }

  /** Nothing is ever written under these names; whoever sends such ones means no good. */
  private static void checkName(String name) throws ArchiveException {
    boolean leaves =
        name.startsWith("/")
            || name.matches("[A-Za-z]:.*")
            || List.of(name.split("[/\\\\]", -1)).contains("..");
    require(!leaves, "archive: a name that leads out of it");
    require(
        name.chars().noneMatch(Character::isISOControl),
        "archive: a name with characters that nobody can read");
  }

  private void checkSize() throws ArchiveException {
    if (unpackedBytes > limits.maxUnpackedBytes() || unpackedBytes < 0) {
      throw new ArchiveException(
          "archive: unpacked > %d bytes".formatted(limits.maxUnpackedBytes()));
    }
    if (unpackedBytes > UploadLimits.FREE_BYTES
        && unpackedBytes / limits.maxRatio() > file.length()) {
      throw new ArchiveException(
          "archive: unpacks to more than %d times its size".formatted(limits.maxRatio()));
    }
  }

  /** Entries that share bytes unpack to more than there is. */
  private void checkRanges(long directory) throws ArchiveException {
    ranges.sort(Comparator.comparingLong(Range::from));
    long end = 0;
    for (Range range : ranges) {
      require(range.from >= end, "archive: entries overlap");
      end = range.to;
    }
    require(end <= directory, "archive: entries overlap");
    ranges.clear();
  }

  private ByteBuffer bytes(long position, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    if (file.read(bytes, position) != count) {
      throw new ArchiveException("archive: broken, it is cut off");
    }
    return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer bytes(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length != count) {
      throw new EOFException();
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int u16(ByteBuffer bytes, int at) {
    return bytes.getShort(at) & 0xFFFF;
  }

  private static long u32(ByteBuffer bytes, int at) {
    return bytes.getInt(at) & 0xFFFFFFFFL;
  }

  private static void require(boolean condition, String problem) throws ArchiveException {
    if (!condition) {
      throw new ArchiveException(problem);
    }
  }
}
