package io.archway.http.patients;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * On which line of a file each id was first, in 16 bytes an id however long it is: 96 bits of its
 * SHA-256 beside the line. That two ids of a million share them does not happen. One thread.
 */
final class SeenIds {
  private static final int WORDS = 2;
  private static final int FIRST_CAPACITY = 1 << 10;
  private static final long LINE_MASK = 0xFFFF_FFFFL;

  private final MessageDigest digest;
  private long[] slots = new long[WORDS * FIRST_CAPACITY];
  private int count;

  SeenIds() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The line that an id was on before, or 0: then it is on this one, which is above 0. */
  int lineBefore(String field, String id, int line) {
    ByteBuffer hash =
        ByteBuffer.wrap(digest.digest((field + " " + id).getBytes(StandardCharsets.UTF_8)));
    long first = hash.getLong();
    long rest = hash.getLong() & ~LINE_MASK;
    int at = slot(first, rest);
    if (slots[at + 1] != 0) {
      return (int) slots[at + 1];
    }
    put(at, first, rest | line);
    if (++count > slots.length / WORDS / 4 * 3) {
      grow();
    }
    return 0;
  }

  /** Where these bits are, or are to be. */
  private int slot(long first, long rest) {
    int at = (int) first & slots.length - WORDS;
    while (slots[at + 1] != 0 && (slots[at] != first || (slots[at + 1] & ~LINE_MASK) != rest)) {
      at = at + WORDS & slots.length - WORDS;
    }
    return at;
  }

  private void put(int at, long first, long second) {
    slots[at] = first;
    slots[at + 1] = second;
  }

  private void grow() {
    long[] before = slots;
    slots = new long[WORDS * before.length];
    for (int i = 0; i < before.length; i += WORDS) {
      if (before[i + 1] != 0) {
        put(slot(before[i], before[i + 1] & ~LINE_MASK), before[i], before[i + 1]);
      }
    }
  }

  /** Bytes that the ids take. */
  long size() {
    return (long) slots.length * Long.BYTES;
  }
}
