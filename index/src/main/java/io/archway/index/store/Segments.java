package io.archway.index.store;

import io.archway.index.disk.Disk;
import io.archway.index.disk.DiskFile;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The segments that are there and where each of them ends. Thread-safe. */
final class Segments {

  private final Disk disk;
  private final ConcurrentSkipListMap<Long, Long> closedEnds = new ConcurrentSkipListMap<>();
  private final ConcurrentMap<Long, Long> deadBytes = new ConcurrentHashMap<>();
  private volatile LogPosition end = LogPosition.START;

  Segments(Disk disk) {
    this.disk = disk;
  }

  /** The end of the active segment, which is the end of the log. */
  LogPosition end() {
    return end;
  }

  void setEnd(LogPosition position) {
    end = position;
  }

  void addClosed(long number, long endOffset) {
    closedEnds.put(number, endOffset);
  }

  void remove(long number) {
    closedEnds.remove(number);
    deadBytes.remove(number);
  }

  boolean isClosed(long number) {
    return closedEnds.containsKey(number);
  }

  void addDead(ObjectLocation location) {
    String file = location.container().substring(location.container().lastIndexOf('/') + 1);
    long number = Layout.segmentNumber(file);
    if (number > 0) {
      deadBytes.merge(number, location.length(), Long::sum);
    }
  }

  List<Segment> list() {
    LogPosition active = end;
    List<Segment> all = new java.util.ArrayList<>();
    closedEnds.forEach((n, bytes) -> all.add(segment(n, bytes, true)));
    if (active.segment() > 0 && !isClosed(active.segment())) {
      all.add(segment(active.segment(), active.offset(), false));
    }
    return all;
  }

  private Segment segment(long number, long bytes, boolean closed) {
    long dead = deadBytes.getOrDefault(number, 0L);
    return new Segment(number, Layout.segment(number), bytes, dead, closed);
  }

  /** A scanner over a segment from an offset to the given end. */
  SegmentScanner scan(long number, long from, long endOffset) throws IOException {
    DiskFile file = disk.open(Layout.segment(number), Disk.Access.READ);
    try {
      SegmentHeader header = SegmentHeader.read(file, number);
      if (header == null) {
        throw new StoreException(StoreError.DAMAGED, file.name() + ": segment header unreadable");
      }
      return new SegmentScanner(file, header, from, Math.min(endOffset, file.size()));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  SegmentHeader header(long number) throws IOException {
    try (DiskFile file = disk.open(Layout.segment(number), Disk.Access.READ)) {
      return SegmentHeader.read(file, number);
    }
  }
}
