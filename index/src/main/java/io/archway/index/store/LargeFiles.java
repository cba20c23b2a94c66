package io.archway.index.store;

import io.archway.index.disk.Disk;
import io.archway.index.disk.DiskFile;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files of large objects: in a folder for each segment, named by time and chance. Knows which
 * of them no record names yet. Thread-safe.
 */
final class LargeFiles {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Disk disk;
  private final StoreSettings settings;
  private final Map<String, Long> unnamed = new HashMap<>();
  private final Map<String, Long> doomed = new HashMap<>();
  private long countedSegment;
  private int count;

  LargeFiles(Disk disk, StoreSettings settings) {
    this.disk = disk;
    this.settings = settings;
  }

  /** Whether a segment has had as many files as a folder may hold. */
  synchronized boolean isFull(long segment) {
    return countedSegment == segment && count >= settings.maxLargeObjectsPerSegment();
  }

  LargeObjectFile create(long segment) throws IOException {
    String folder = Layout.largeFolder(segment);
    String name =
        String.format(
            Locale.ROOT, "%s/%012x-%016x", folder, System.currentTimeMillis(), RANDOM.nextLong());
    synchronized (this) {
      count = countedSegment == segment ? count + 1 : 1;
      countedSegment = segment;
      unnamed.put(name, segment);
    }
    try {
      disk.createFolder(folder);
      DiskFile file = disk.open(name, Disk.Access.CREATE);
      return new LargeObjectFile(this, disk, settings, file);
    } catch (IOException e) {
      deleteQuietly(name);
      throw e;
    }
  }

  /** Whether this process is writing the file or has not yet given it a record. */
  synchronized boolean isUnnamed(String name) {
    return unnamed.containsKey(name);
  }

  /** A record names it now. */
  synchronized void named(String name) {
    unnamed.remove(name);
  }

  /** A tombstone in the given segment names it; the file is to be deleted. */
  synchronized void doomed(String name, long segment) {
    doomed.put(name, segment);
  }

  /**
   * Where the next start, if it comes after the next segment has begun, must look for files without
   * a record and for tombstones whose file is still there.
   */
  synchronized long sweptSegment(long next) {
    long first = next;
    for (long segment : unnamed.values()) {
      first = Math.min(first, segment);
    }
    for (long segment : doomed.values()) {
      first = Math.min(first, segment);
    }
    return first;
  }

  /** Names of all files in folders of segments from the given one on. */
  List<String> list(long fromSegment) throws IOException {
    List<String> names = new ArrayList<>();
    for (String folder : disk.list(Layout.LARGE)) {
      if (Layout.number(folder) >= fromSegment) {
        for (String file : disk.list(Layout.LARGE + "/" + folder)) {
          names.add(Layout.LARGE + "/" + folder + "/" + file);
        }
      }
    }
    return names;
  }

  /** Deletes what no record names and what a tombstone names. */
  List<String> sweep(long fromSegment, Set<String> named, Set<String> deleted) throws IOException {
    Set<String> swept = new TreeSet<>();
    for (String name : deleted) {
      if (disk.exists(name)) {
        swept.add(name);
      }
    }
    for (String name : list(fromSegment)) {
      if (!named.contains(name)) {
        swept.add(name);
      }
    }
    for (String name : swept) {
      delete(name);
    }
    return List.copyOf(swept);
  }

  /** Deletes durably. What resists (open on Windows) stays noted for the next start. */
  boolean deleteQuietly(String name) {
    try {
      delete(name);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void delete(String name) throws IOException {
    if (disk.exists(name)) {
      disk.delete(name);
      disk.forceFolder(Disk.folderOf(name));
    }
    synchronized (this) {
      unnamed.remove(name);
      doomed.remove(name);
    }
  }
}
