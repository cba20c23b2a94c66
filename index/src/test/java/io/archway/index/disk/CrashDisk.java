package io.archway.index.disk;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk in memory that forgets, at {@link #crash}, whatever was not forced, and that fails,
 * shortens or holds operations as a test says ({@link #faults}). Names are forced by their folder
 * only, bytes and length by their file only: stricter than any file system. Deterministic by seed.
 * Thread-safe.
 */
public final class CrashDisk implements Disk {

  private final Map<String, CrashFile> names = new TreeMap<>();
  private final Map<String, CrashFile> forcedNames = new TreeMap<>();
  private final TreeSet<String> folders = new TreeSet<>();
  private final Faults faults = new Faults();
  private long capacityBytes = Long.MAX_VALUE / 2;
  private boolean dead;

  public CrashDisk() {
    folders.add("");
  }

  /** What will go wrong, and what was done so far. */
  public Faults faults() {
    return faults;
  }

  public synchronized void setCapacityBytes(long bytes) {
    capacityBytes = bytes;
  }

  /** A power cut that loses all that was not forced. This disk answers nothing any more. */
  public CrashDisk crash() {
    return crash(null);
  }

  /**
   * A power cut at which a random choice of the unforced pages, lengths and names made it to the
   * disk nevertheless.
   */
  public CrashDisk crash(long seed) {
    return crash(new Random(seed));
  }

  /** As when the process is killed: nothing is lost, but the old process writes nothing more. */
  public synchronized CrashDisk kill() {
    dead = true;
    CrashDisk next = new CrashDisk();
    next.folders.addAll(folders);
    next.capacityBytes = capacityBytes;
    Map<CrashFile, CrashFile> copies = new java.util.IdentityHashMap<>();
    names.forEach((n, f) -> next.names.put(n, copies.computeIfAbsent(f, CrashFile::copy)));
    forcedNames.forEach(
        (n, f) -> next.forcedNames.put(n, copies.computeIfAbsent(f, CrashFile::copy)));
    return next;
  }

  private synchronized CrashDisk crash(Random random) {
    dead = true;
    CrashDisk next = new CrashDisk();
    next.folders.addAll(folders);
    next.capacityBytes = capacityBytes;
    TreeSet<String> all = new TreeSet<>(names.keySet());
    all.addAll(forcedNames.keySet());
    for (String name : all) {
      CrashFile now = names.get(name);
      CrashFile forced = forcedNames.get(name);
      CrashFile survivor = now == forced || random == null || random.nextBoolean() ? forced : now;
      if (survivor != null) {
        CrashFile file = survivor.afterCrash(random);
        next.names.put(name, file);
        next.forcedNames.put(name, file);
      }
    }
    return next;
  }

  @Override
  public synchronized DiskFile open(String name, Access access) throws IOException {
    alive();
    CrashFile file = names.get(name);
    if (access != Access.CREATE) {
      if (file == null) {
        throw new NoSuchFileException(name);
      }
      return new CrashDiskFile(this, name, file, access);
    }
    faults.before(Faults.Operation.CREATE, name);
    if (file != null || folders.contains(name)) {
      throw new FileAlreadyExistsException(name);
    }
    if (!folders.contains(Disk.folderOf(name))) {
      throw new NoSuchFileException(name, null, "no folder");
    }
    CrashFile created = new CrashFile();
    names.put(name, created);
    return new CrashDiskFile(this, name, created, access);
  }

  @Override
  public synchronized boolean exists(String name) {
    return names.containsKey(name) || folders.contains(name);
  }

  @Override
  public synchronized boolean isFolder(String name) {
    return folders.contains(name);
  }

  @Override
  public synchronized long size(String name) throws IOException {
    alive();
    return file(name).length();
  }

  @Override
  public synchronized long lastModifiedMillis(String name) throws IOException {
    file(name);
    return 0;
  }

  @Override
  public synchronized List<String> list(String folder) throws IOException {
    alive();
    String prefix = folder.isEmpty() ? "" : folder + "/";
    TreeSet<String> found = new TreeSet<>();
    List<String> all = new ArrayList<>(names.keySet());
    all.addAll(folders);
    for (String name : all) {
      if (!name.isEmpty() && name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0) {
        found.add(name.substring(prefix.length()));
      }
    }
    return List.copyOf(found);
  }

  @Override
  public synchronized void createFolder(String folder) throws IOException {
    alive();
    if (folders.contains(folder)) {
      return;
    }
    createFolder(Disk.folderOf(folder));
    faults.before(Faults.Operation.CREATE, folder);
    folders.add(folder);
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    alive();
    faults.before(Faults.Operation.DELETE, name);
    if (folders.contains(name)) {
      if (!list(name).isEmpty()) {
        throw new DirectoryNotEmptyException(name);
      }
      folders.remove(name);
      return;
    }
    file(name);
    names.remove(name);
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    alive();
    faults.before(Faults.Operation.RENAME, from);
    names.put(to, file(from));
    names.remove(from);
  }

  @Override
  public void forceFolder(String folder) throws IOException {
    alive();
    faults.before(Faults.Operation.FORCE_FOLDER, folder);
    synchronized (this) {
      alive();
      forcedNames.keySet().removeIf(n -> Disk.folderOf(n).equals(folder) && !names.containsKey(n));
      names.forEach(
          (n, f) -> {
            if (Disk.folderOf(n).equals(folder)) {
              forcedNames.put(n, f);
            }
          });
    }
  }

  @Override
  public synchronized long freeBytes() {
    return capacityBytes - usedBytes();
  }

  @Override
  public Optional<Path> path(String name) {
    return Optional.empty();
  }

  @Override
  public synchronized void close() {
    dead = true;
  }

  /** Flips one bit of a file, on the disk and in memory, as decay does. */
  public synchronized void flipBit(String name, long offset, int bit) throws IOException {
    file(name).flipBit(offset, bit);
  }

  synchronized void alive() throws IOException {
    if (dead || faults.powerCut()) {
      throw new IOException("power cut");
    }
  }

  synchronized void checkCapacity(CrashFile file, long end) throws IOException {
    if (end > file.length() && usedBytes() + end - file.length() > capacityBytes) {
      throw new IOException("No space left on device");
    }
  }

  private long usedBytes() {
    return names.values().stream().mapToLong(CrashFile::length).sum();
  }

  private CrashFile file(String name) throws NoSuchFileException {
    CrashFile file = names.get(name);
    if (file == null) {
      throw new NoSuchFileException(name);
    }
    return file;
  }
}
