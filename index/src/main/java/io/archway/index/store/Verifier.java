package io.archway.index.store;

import io.archway.index.disk.Disk;
import io.archway.index.disk.DiskFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the whole store once and compares it with its checksums and digests. What is wrong with an
 * object that is deleted later in the log does not count. One thread; changes nothing.
 */
final class Verifier {

  private final Disk disk;
  private final Segments segments;
  private final LargeFiles largeFiles;
  private final Verification.Progress progress;
  private final ContentCheck check = new ContentCheck();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Long, Finding> ofObjects = new LinkedHashMap<>();
  private final Set<String> named = new HashSet<>();
  private final RecordNumbers deleted = new RecordNumbers();
  private long records;
  private long bytes;
  private long totalBytes;

  Verifier(Disk disk, Segments segments, LargeFiles largeFiles, Verification.Progress progress) {
    this.disk = disk;
    this.segments = segments;
    this.largeFiles = largeFiles;
    this.progress = progress;
  }

  Verification run(long tornBytes) throws IOException {
    List<Segment> all = segments.list();
    List<String> large = largeFiles.list(0);
    totalBytes = all.stream().mapToLong(Segment::bytes).sum();
    for (String name : large) {
      totalBytes += disk.exists(name) ? disk.size(name) : 0;
    }
    for (Segment segment : all) {
      segment(segment);
    }
    findings.addAll(ofObjects.values());
    // Files that were begun meanwhile are not in the list.
    for (String name : large) {
      if (!named.contains(name) && !largeFiles.isUnnamed(name) && disk.exists(name)) {
        add(Finding.Kind.LARGE_FILE_UNREFERENCED, name, 0, "no record names it");
      }
    }
    if (tornBytes > 0) {
      Segment last = all.get(all.size() - 1);
      add(
          Finding.Kind.TORN_TAIL,
          last.name(),
          last.bytes(),
          tornBytes + " bytes that were never acknowledged");
    }
    foreign();
    return new Verification(records, bytes, findings);
  }

  private void segment(Segment segment) throws IOException {
    SegmentHeader header = segments.header(segment.number());
    if (header == null) {
      add(Finding.Kind.SEGMENT_HEADER_DAMAGED, segment.name(), 0, "segment header: unreadable");
      return;
    }
    try (SegmentScanner scanner =
        segments.scan(segment.number(), SegmentHeader.BYTES, segment.bytes())) {
      while (scanner.next()) {
        if (scanner.damage() != null) {
          Damage damage = scanner.damage();
          add(
              Finding.Kind.RECORD_DAMAGED,
              segment.name(),
              damage.offset(),
              damage.reason() + " (" + damage.length() + " bytes)");
        } else {
          if (scanner.current().digest() == RecordCodec.Digest.DAMAGED) {
            add(
                Finding.Kind.RECORD_DAMAGED,
                segment.name(),
                scanner.offset(),
                "SHA-256 of the data set: checksum does not match");
          }
          record(scanner.file(), scanner.current());
        }
        bytes += scanner.nextOffset() - scanner.offset();
        progress.onProgress(bytes, totalBytes);
      }
    }
  }

  private void record(DiskFile file, RecordCodec.Decoded decoded) throws IOException {
    records++;
    if (decoded.record() instanceof LogRecord.Tombstone tombstone) {
      deleted.add(tombstone.targetRecordNumber());
      ofObjects.remove(tombstone.targetRecordNumber());
      named.remove(tombstone.targetLocation().container());
      return;
    }
    LogRecord.Stored stored = (LogRecord.Stored) decoded.record();
    if (deleted.contains(stored.recordNumber())) {
      return;
    }
    if (RecordCodec.isInline(stored)) {
      String problem = check.problem(file, stored);
      if (problem != null) {
        ofObjects.put(
            stored.recordNumber(),
            new Finding(
                Finding.Kind.CONTENT_DAMAGED,
                file.name(),
                stored.location().offset(),
                problem + describe(stored)));
      }
    } else if (named.add(stored.location().container())) {
      large(stored);
    }
  }

  private void large(LogRecord.Stored stored) throws IOException {
    String name = stored.location().container();
    Finding finding = null;
    if (!disk.exists(name)) {
      finding = new Finding(Finding.Kind.LARGE_FILE_MISSING, name, 0, "missing" + describe(stored));
    } else if (disk.size(name) != stored.location().length()) {
      finding =
          new Finding(
              Finding.Kind.LARGE_FILE_DAMAGED,
              name,
              0,
              "length: "
                  + disk.size(name)
                  + " (expected: "
                  + stored.location().length()
                  + ")"
                  + describe(stored));
    } else {
      finding = largeContent(stored, name);
      bytes += stored.location().length();
    }
    if (finding != null) {
      ofObjects.put(stored.recordNumber(), finding);
    }
  }

  private Finding largeContent(LogRecord.Stored stored, String name) throws IOException {
    try (DiskFile file = disk.open(name, Disk.Access.READ)) {
      String problem = check.problem(file, stored);
      return problem == null
          ? null
          : new Finding(Finding.Kind.LARGE_FILE_DAMAGED, name, 0, problem + describe(stored));
    }
  }

  private void foreign() throws IOException {
    for (String name : disk.list(Layout.LOG)) {
      if (Layout.segmentNumber(name) < 0) {
        add(Finding.Kind.FOREIGN_FILE, Layout.LOG + "/" + name, 0, "not a segment");
      }
    }
    for (String name : disk.list(Layout.LARGE)) {
      if (Layout.number(name) < 0) {
        add(Finding.Kind.FOREIGN_FILE, Layout.LARGE + "/" + name, 0, "not a folder of the store");
      }
    }
  }

  private void add(Finding.Kind kind, String file, long offset, String text) {
    findings.add(new Finding(kind, file, offset, text));
  }

  private static String describe(LogRecord.Stored stored) {
    return " (record " + stored.recordNumber() + ", " + stored.head().sopInstanceUid() + ")";
  }
}
