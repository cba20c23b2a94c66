package io.archway.dicom.dict;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The registry of data elements of PS3.6 and of command elements of PS3.7, read from a resource at
 * the first question. Immutable after that, any thread.
 */
public final class Dictionary {
  private static final class Loaded {
    static final Dictionary ALL = new Dictionary(Registry.bytes("elements.tsv"));
  }

  private static final class Keywords {
    static final Map<String, DictionaryEntry> ALL =
        entries().stream()
            .filter(entry -> !entry.keyword().isEmpty())
            .collect(
                Collectors.toUnmodifiableMap(
                    DictionaryEntry::keyword, Function.identity(), (first, second) -> first));
  }

  private record Repeating(int mask, DictionaryEntry entry) {}

  private static final int TAG_DIGITS = 8;

  // Reading needs tags and VRs only, so that the first data set does not wait for 5,000 names.
  private final byte[] rows;
  private final int[] sortedTags;
  private final int[] rowStarts;
  private final Vr[] vrs;
  private final List<Repeating> repeating = new ArrayList<>();

  private Dictionary(byte[] rows) {
    this.rows = rows;
    int[] tags = new int[rows.length / 32];
    int[] starts = new int[tags.length];
    int count = 0;
    for (int start = 0; start < rows.length; start = rowEnd(start) + 1) {
      if (rows[start] == '#') {
        continue;
      }
      String tag = new String(rows, start, TAG_DIGITS, StandardCharsets.ISO_8859_1);
      if (tag.indexOf('x') >= 0) {
        repeating.add(new Repeating(mask(tag), parse(start)));
      } else {
        tags[count] = Integer.parseUnsignedInt(tag, 16) ^ Integer.MIN_VALUE;
        starts[count++] = start;
      }
    }
    sortedTags = Arrays.copyOf(tags, count);
    rowStarts = Arrays.copyOf(starts, count);
    vrs = new Vr[count];
    for (int i = 0; i < count; i++) {
      vrs[i] = impliedVr(rowStarts[i] + TAG_DIGITS + 1);
    }
  }

  /** The entry of a standard element, those of repeating groups included, or null. */
  public static DictionaryEntry entry(int tag) {
    Dictionary all = Loaded.ALL;
    int index = all.indexOf(tag);
    return index >= 0 ? all.parse(all.rowStarts[index]) : all.repeatingEntry(tag);
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
    return Keywords.ALL.get(keyword);
  }

  /** The keyword of a tag, or null if it has none. */
  public static String keyword(int tag) {
    DictionaryEntry entry = entry(tag);
    return entry == null || entry.keyword().isEmpty() ? null : entry.keyword();
  }

  /** All entries with a tag of their own, ascending; repeating groups once, at the end. */
  public static List<DictionaryEntry> entries() {
    List<DictionaryEntry> all = new ArrayList<>();
    for (int start : Loaded.ALL.rowStarts) {
      all.add(Loaded.ALL.parse(start));
    }
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

  private DictionaryEntry parse(int start) {
    String[] row =
        new String(rows, start, rowEnd(start) - start, StandardCharsets.UTF_8).split("\t", -1);
    int tag = Integer.parseUnsignedInt(row[0].replace('x', '0'), 16);
    return new DictionaryEntry(tag, vrs(row[1]), row[2], row[3], row[4], row[5].equals("R"));
  }

  private int rowEnd(int start) {
    int end = start;
    while (end < rows.length && rows[end] != '\n') {
      end++;
    }
    return end;
  }

  /** As {@link DictionaryEntry#impliedVr}, of the column at a place. */
  private Vr impliedVr(int start) {
    if (rows[start] == '\t') {
      return Vr.UN;
    }
    Vr first = Vr.of(rows[start], rows[start + 1]);
    for (int i = start; rows[i + 2] == '/'; i += 3) {
      if (Vr.of(rows[i + 3], rows[i + 4]) == Vr.OW) {
        return Vr.OW;
      }
    }
    return first;
  }

  private static int mask(String pattern) {
    int mask = 0;
    for (int i = 0; i < pattern.length(); i++) {
      mask = mask << 4 | (pattern.charAt(i) == 'x' ? 0 : 0xF);
    }
    return mask;
  }

  private static List<Vr> vrs(String text) {
    return text.isEmpty() ? List.of() : Arrays.stream(text.split("/")).map(Vr::valueOf).toList();
  }
}
