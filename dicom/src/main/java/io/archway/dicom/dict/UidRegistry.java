package io.archway.dicom.dict;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The registry of UIDs (PS3.6 A), read from a resource at the first question. Immutable after that,
 * any thread.
 */
public final class UidRegistry {
  private static final class Loaded {
    static final Map<String, UidEntry> ALL = load();
  }

  private static final class Storage {
    static final Set<String> ALL =
        Loaded.ALL.values().stream()
            .filter(UidRegistry::isStorage)
            .map(UidEntry::uid)
            .collect(Collectors.toUnmodifiableSet());
  }

  private UidRegistry() {}

  /** The entry of a UID, or null if the registry does not have it. */
  public static UidEntry entry(String uid) {
    return Loaded.ALL.get(uid);
  }

  /** The name of a UID, or the UID itself if it is not registered. */
  public static String name(String uid) {
    UidEntry entry = Loaded.ALL.get(uid);
    return entry == null ? uid : entry.name();
  }

  /** All entries in the order of their numbers. */
  public static Collection<UidEntry> entries() {
    return Loaded.ALL.values();
  }

  public static List<UidEntry> entries(UidKind kind) {
    List<UidEntry> entries = new ArrayList<>();
    for (UidEntry entry : Loaded.ALL.values()) {
      if (entry.kind() == kind) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** The SOP classes of composite objects that C-STORE carries (PS3.4 B.5 and I.4), retired too. */
  public static Set<String> storageSopClasses() {
    return Storage.ALL;
  }

  private static Map<String, UidEntry> load() {
    Map<String, UidEntry> all = new LinkedHashMap<>(1024);
    for (String[] row : Registry.rows("uids.tsv")) {
      all.put(row[0], new UidEntry(row[0], UidKind.of(row[1]), row[2], row[3], row[4].equals("R")));
    }
    return Collections.unmodifiableMap(all);
  }

  // The registry does not say which service a SOP class belongs to; its root and its keyword do.
  private static boolean isStorage(UidEntry entry) {
    if (entry.kind() != UidKind.SOP_CLASS) {
      return false;
    }
    String keyword = entry.keyword();
    if (entry.uid().startsWith(Uids.STORAGE_ROOT)) {
      return !keyword.matches(".*(Find|Move|Get|Creation|Query)");
    }
    return keyword.endsWith("Storage") && !keyword.equals("MediaStorageDirectoryStorage");
  }
}
