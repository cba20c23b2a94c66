package io.archway.index.disk;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a file holds now and what of it would survive; pages of 4 KiB, copied when first changed.
 */
final class CrashFile {

  static final int PAGE = 4096;

  private final Map<Long, byte[]> now = new HashMap<>();
  private final Map<Long, byte[]> forced = new HashMap<>();
  private final Set<Long> dirty = new HashSet<>();
  private long length;
  private long forcedLength;

  /** Each handle hears of each of them once. */
  private int failures;

  synchronized int failures() {
    return failures;
  }

  synchronized long length() {
    return length;
  }

  synchronized int read(ByteBuffer destination, long position) {
    if (position >= length) {
      return -1;
    }
    int total = (int) Math.min(destination.remaining(), length - position);
    for (int done = 0; done < total; ) {
      int in = (int) ((position + done) % PAGE);
      int n = Math.min(PAGE - in, total - done);
      byte[] page = now.get((position + done) / PAGE);
      destination.put(page == null ? new byte[n] : page, page == null ? 0 : in, n);
      done += n;
    }
    return total;
  }

  synchronized int write(ByteBuffer source, int total, long position) {
    for (int done = 0; done < total; ) {
      int in = (int) ((position + done) % PAGE);
      int n = Math.min(PAGE - in, total - done);
      source.get(dirtyPage((position + done) / PAGE), in, n);
      done += n;
    }
    length = Math.max(length, position + total);
    return total;
  }

  private byte[] dirtyPage(long number) {
    byte[] page = now.get(number);
    if (page == null) {
      page = new byte[PAGE];
    } else if (!dirty.contains(number)) {
      page = page.clone();
    }
    dirty.add(number);
    now.put(number, page);
    return page;
  }

  synchronized void truncate(long size) {
    if (size >= length) {
      return;
    }
    length = size;
    long last = size / PAGE;
    now.keySet().removeIf(n -> n > last);
    dirty.removeIf(n -> n > last);
    if (now.containsKey(last)) {
      byte[] page = dirtyPage(last);
      java.util.Arrays.fill(page, (int) (size % PAGE), PAGE, (byte) 0);
    }
  }

  synchronized void force() {
    forced.keySet().retainAll(now.keySet());
    dirty.forEach(n -> forced.put(n, now.get(n)));
    dirty.clear();
    forcedLength = length;
  }

  /** As Linux does after a failed write-back: the pages count as clean, the disk never got them. */
  synchronized void loseDirtyPages() {
    dirty.clear();
    failures++;
  }

  synchronized CrashFile afterCrash(Random random) {
    CrashFile file = new CrashFile();
    long survived = random != null && random.nextBoolean() ? length : forcedLength;
    file.now.putAll(forced);
    if (random != null) {
      // In order, so that the outcome depends on the seed alone.
      for (long number : new TreeSet<>(dirty)) {
        if (random.nextBoolean()) {
          file.now.put(number, now.get(number));
        }
      }
    }
    file.length = survived;
    file.now.keySet().removeIf(n -> n * PAGE >= survived);
    byte[] last = file.now.get(survived / PAGE);
    if (last != null) {
      last = last.clone();
      java.util.Arrays.fill(last, (int) (survived % PAGE), PAGE, (byte) 0);
      file.now.put(survived / PAGE, last);
    }
    file.forced.putAll(file.now);
    file.forcedLength = survived;
    return file;
  }

  synchronized CrashFile copy() {
    CrashFile file = new CrashFile();
    now.forEach((n, page) -> file.now.put(n, page.clone()));
    forced.forEach((n, page) -> file.forced.put(n, page.clone()));
    file.dirty.addAll(dirty);
    file.length = length;
    file.forcedLength = forcedLength;
    return file;
  }

  synchronized void flipBit(long offset, int bit) {
    for (Map<Long, byte[]> pages : java.util.List.of(now, forced)) {
      byte[] page = pages.get(offset / PAGE);
      if (page != null) {
        page = page.clone();
        page[(int) (offset % PAGE)] ^= (byte) (1 << bit);
        pages.put(offset / PAGE, page);
      }
    }
  }
}
