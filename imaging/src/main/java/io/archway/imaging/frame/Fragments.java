package io.archway.imaging.frame;

import io.archway.dicom.data.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The fragments of one frame (PS3.5 A.4), put together without copying them. */
final class Fragments implements ByteSource {
  private final List<ByteRange> parts;
  private final long[] ends;

  private Fragments(List<ByteRange> parts) {
    this.parts = List.copyOf(parts);
    this.ends = new long[parts.size()];
    long end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += parts.get(i).length();
      ends[i] = end;
    }
  }

  static ByteSource of(List<ByteRange> parts) {
    return parts.size() == 1 ? parts.get(0) : new Fragments(parts);
  }

  @Override
  public long length() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  @Override
  public int read(ByteBuffer to, long position) throws IOException {
    int low = 0;
    int high = ends.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == ends.length) {
      return -1;
    }
    ByteRange part = parts.get(low);
    return part.read(to, position - (ends[low] - part.length()));
  }
}
