package io.archway.dicom.data;

import java.util.Arrays;

/**
 * The sequences and items around the reader's place, each with its end and encoding. Arrays that
 * grow to the depth met, so that a data set without sequences costs next to nothing.
 */
final class ScopeStack {
  private static final long UNDEFINED = -1;

  private final int maxDepth;
  private ScopeKind[] kinds = new ScopeKind[8];
  private int[] tags = new int[8];
  private int[] lastTags = new int[8];
  private long[] ends = new long[8];
  private boolean[] implicit = new boolean[8];
  private boolean[] bigEndian = new boolean[8];
  private int depth;
  private int sequenceDepth;

  ScopeStack(int maxDepth, boolean implicit, boolean bigEndian) {
    this.maxDepth = maxDepth;
    this.kinds[0] = ScopeKind.ITEM;
    this.ends[0] = UNDEFINED;
    this.implicit[0] = implicit;
    this.bigEndian[0] = bigEndian;
  }

  void push(ScopeKind kind, int tag, long offset, long end) {
    if (kind != ScopeKind.ITEM && ++sequenceDepth > maxDepth) {
      throw new DicomParseException(
          ParseFault.DEPTH,
          tag,
          offset,
          "sequence depth " + sequenceDepth + " (expected: <= " + maxDepth + ")");
    }
    if (++depth == kinds.length) {
      grow();
    }
    kinds[depth] = kind;
    tags[depth] = tag;
    lastTags[depth] = 0;
    ends[depth] = end;
    implicit[depth] = implicit[depth - 1];
    bigEndian[depth] = bigEndian[depth - 1];
  }

  void pop() {
    if (kinds[depth] != ScopeKind.ITEM) {
      sequenceDepth--;
    }
    depth--;
  }

  void makeImplicit() {
    implicit[depth] = true;
  }

  void makeImplicitLittleEndian() {
    implicit[depth] = true;
    bigEndian[depth] = false;
  }

  int depth() {
    return depth;
  }

  int sequenceDepth() {
    return sequenceDepth;
  }

  ScopeKind kind() {
    return kinds[depth];
  }

  int tag() {
    return tags[depth];
  }

  long end() {
    return ends[depth];
  }

  boolean implicit() {
    return implicit[depth];
  }

  boolean bigEndian() {
    return bigEndian[depth];
  }

  int lastTag() {
    return lastTags[depth];
  }

  void lastTag(int tag) {
    lastTags[depth] = tag;
  }

  private void grow() {
    int capacity = kinds.length * 2;
    kinds = Arrays.copyOf(kinds, capacity);
    tags = Arrays.copyOf(tags, capacity);
    lastTags = Arrays.copyOf(lastTags, capacity);
    ends = Arrays.copyOf(ends, capacity);
    implicit = Arrays.copyOf(implicit, capacity);
    bigEndian = Arrays.copyOf(bigEndian, capacity);
  }
}
