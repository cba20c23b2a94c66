package io.archway.index.store;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** A set of record numbers; they lie close together, so a bit each. One thread. */
public final class RecordNumbers {

  private static final int SHIFT = 16;

  private final Map<Long, BitSet> blocks = new HashMap<>();

  public void add(long number) {
    blocks
        .computeIfAbsent(number >>> SHIFT, b -> new BitSet())
        .set((int) (number & ((1 << SHIFT) - 1)));
  }

  public boolean contains(long number) {
    BitSet block = blocks.get(number >>> SHIFT);
    return block != null && block.get((int) (number & ((1 << SHIFT) - 1)));
  }
}
