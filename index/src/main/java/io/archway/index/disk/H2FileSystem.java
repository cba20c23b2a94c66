package io.archway.index.disk;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FilePath;

/**
 * Lets H2 keep its file on a {@link Disk}, so that it obeys the same promises and the same tests as
 * the log: {@code jdbc:h2:archway:<id>/index/archway}. Thread-safe.
 */
public final class H2FileSystem {

  static final String SCHEME = "archway";

  /** A disk that H2 may use and the files that it has locked there. */
  record Mount(Disk disk, Set<String> locked) {}

  private static final Map<String, Mount> MOUNTS = new ConcurrentHashMap<>();

  static {
    // read when H2's classes load: to look up each value that is read costs more than what it saves
    System.setProperty("h2.objectCache", "false");
    FilePath.register(new H2Path());
  }

  private H2FileSystem() {}

  /**
   * Makes a disk known until it is unmounted.
   *
   * @param id letters and digits; must not be mounted already
   * @return what stands before a file's name in H2's URLs
   */
  public static String mount(String id, Disk disk) {
    if (!id.matches("[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException("disk id: " + id + " (expected: letters and digits)");
    }
    if (MOUNTS.putIfAbsent(id, new Mount(disk, ConcurrentHashMap.newKeySet())) != null) {
      throw new IllegalStateException("disk id: " + id + " (expected: one not yet mounted)");
    }
    return SCHEME + ":" + id + "/";
  }

  /** Forgets a disk; what H2 has open there stays so. */
  public static void unmount(String id) {
    MOUNTS.remove(id);
  }

  static Mount find(String id) {
    Mount mount = MOUNTS.get(id);
    if (mount == null) {
      throw new IllegalStateException("disk id: " + id + " (expected: a mounted disk)");
    }
    return mount;
  }
}
