package io.archway.worklist;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The return keys of an identifier: tags, those of sequences with what is asked of their items.
 * Without any it stands for all that is known (PS3.4 C.2.2.2.6, a sequence of zero length). One
 * thread while it is built.
 */
final class Requested {
  private final SortedMap<Integer, Requested> byTag = new TreeMap<>(Integer::compareUnsigned);

  Requested add(int tag) {
    return byTag.computeIfAbsent(tag, key -> new Requested());
  }

  boolean isEmpty() {
    return byTag.isEmpty();
  }

  SortedMap<Integer, Requested> byTag() {
    return byTag;
  }
}
