package io.archway.dicom.dict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The registry of data elements of PS3.6 and of command elements of PS3.7, read from a resource at
 * the first question. Immutable after that, any thread.
 */
public final class Dictionary {
  private static final class Loaded {
    static final Dictionary ALL = new Dictionary(Registry.rows("elements.tsv"));
  }

  private record Repeating(int mask, DictionaryEntry entry) {}

  private final int[] sortedTags;
  private final DictionaryEntry[] entries;
  private final Vr[] vrs;
  private final List<Repeating> repeating = new ArrayList<>();
  private final Map<String, DictionaryEntry> byKeyword = new HashMap<>(8192);

  private Dictionary(List<String[]> rows) {
    List<DictionaryEntry> exact = new ArrayList<>(rows.size());
    for (String[] row : rows) {
      DictionaryEntry entry = entry(row);
      if (row[0].indexOf('x') >= 0) {
        repeating.add(new Repeating(mask(row[0]), entry));
      } else {
        exact.add(entry);
      }
      if (!entry.keyword().isEmpty()) {
        byKeyword.putIfAbsent(entry.keyword(), entry);
      }
    }
    exact.sort((a, b) -> Integer.compareUnsigned(a.tag(), b.tag()));
    entries = exact.toArray(DictionaryEntry[]::new);
    sortedTags = new int[entries.length];
    vrs = new Vr[entries.length];
    for (int i = 0; i < entries.length; i++) {
      sortedTags[i] = entries[i].tag() ^ Integer.MIN_VALUE;
      vrs[i] = entries[i].impliedVr();
    }
  }

  /** The entry of a standard element, those of repeating groups included, or null. */
  public static DictionaryEntry entry(int tag) {
    Dictionary all = Loaded.ALL;
    int index = all.indexOf(tag);
    return index >= 0 ? all.entries[index] : all.repeatingEntry(tag);
  }

  /**
   * The VR that an implicit encoding means: of the dictionary, UL for group lengths, LO for private
   * creators, UN for everything unknown. Never null.
   */
  public static Vr vr(int tag) {
    Dictionary all = Loaded.ALL;
    int index = all.indexOf(tag);
    if (index >= 0) {
      return all.vrs[index];
    }
    if (Tag.isGroupLength(tag)) {
      return Vr.UL;
    }
    if (Tag.isPrivate(tag)) {
      return Tag.isPrivateCreator(tag) ? Vr.LO : Vr.UN;
    }
    DictionaryEntry entry = all.repeatingEntry(tag);
    return entry == null ? Vr.UN : entry.impliedVr();
  }

  /** The entry of a keyword such as {@code PatientName}, or null. */
  public static DictionaryEntry entry(String keyword) {
    return Loaded.ALL.byKeyword.get(keyword);
  }

  /** The keyword of a tag, or null if it has none. */
  public static String keyword(int tag) {
    DictionaryEntry entry = entry(tag);
    return entry == null || entry.keyword().isEmpty() ? null : entry.keyword();
  }

  /** All entries with a tag of their own, ascending; repeating groups once, at the end. */
  public static List<DictionaryEntry> entries() {
    List<DictionaryEntry> all = new ArrayList<>(List.of(Loaded.ALL.entries));
    Loaded.ALL.repeating.forEach(each -> all.add(each.entry()));
    return all;
  }

  private int indexOf(int tag) {
    return Arrays.binarySearch(sortedTags, tag ^ Integer.MIN_VALUE);
  }

  private DictionaryEntry repeatingEntry(int tag) {
    if (Tag.isPrivate(tag)) {
      return null;
    }
    for (Repeating each : repeating) {
      if ((tag & each.mask()) == each.entry().tag()) {
        return each.entry();
      }
    }
    return null;
  }

  private static DictionaryEntry entry(String[] row) {
    int tag = Integer.parseUnsignedInt(row[0].replace('x', '0'), 16);
    return new DictionaryEntry(tag, vrs(row[1]), row[2], row[3], row[4], row[5].equals("R"));
  }

  private static int mask(String pattern) {
    int mask = 0;
    for (int i = 0; i < pattern.length(); i++) {
      mask = mask << 4 | (pattern.charAt(i) == 'x' ? 0 : 0xF);
    }
    return mask;
  }

  private static List<Vr> vrs(String text) {
    if (text.length() == 2) {
      return Registry.SINGLE_VRS.get(text);
    }
    if (text.isEmpty()) {
      return List.of();
    }
    return Arrays.stream(text.split("/")).map(Vr::valueOf).toList();
  }
}
