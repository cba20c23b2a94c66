package io.archway.dicom.data;

import io.archway.dicom.charset.SpecificCharacterSet;
import io.archway.dicom.dict.Dictionary;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A data set in memory: elements in ascending order of unsigned tags (PS3.5 7.1). Typed getters
 * answer null or an empty list where the element is absent or empty and throw {@link
 * DicomParseException} where it cannot be what was asked for. Elements of VR UN are read by the VR
 * that the dictionary knows. Not thread-safe while it is changed.
 */
public final class DataSet implements Iterable<Element> {
  private static final Element[] NONE = {};
  private static final byte[] NO_BYTES = {};

  private Element[] elements = NONE;
  private int size;
  private DataSet parent;
  private SpecificCharacterSet characterSet;

  /** The element of a tag, or null. */
  public Element element(int tag) {
    int index = indexOf(tag);
    return index < 0 ? null : elements[index];
  }

  /** True if the element is there, be it empty or passed over. */
  public boolean contains(int tag) {
    return indexOf(tag) >= 0;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public int size() {
    return size;
  }

  /** The first value as text, trimmed, or null if absent or empty. Numbers print as decimal. */
  public String string(int tag) {
    Element element = element(tag);
    if (element == null) {
      return null;
    }
    String text = Values.firstText(this, element);
    return text == null || text.isEmpty() ? null : text;
  }

  /** All values as text, trimmed; empty ones between backslashes stay, as empty strings. */
  public List<String> strings(int tag) {
    Element element = element(tag);
    return element == null ? List.of() : Values.texts(this, element);
  }

  /** The first value as a number that fits 32 bits, or null. */
  public Integer integer(int tag) {
    Long value = longInteger(tag);
    if (value != null && value.intValue() != value) {
      throw DicomParseException.value(tag, "a 32-bit integer");
    }
    return value == null ? null : (Integer) value.intValue();
  }

  /** The first value as a whole number, or null; unsigned 64-bit ones (UV) must fit a long. */
  public Long longInteger(int tag) {
    Element element = element(tag);
    return element == null ? null : Values.firstLong(this, element);
  }

  /** The first value as a number, or null. */
  public Double decimal(int tag) {
    Element element = element(tag);
    return element == null ? null : Values.firstDouble(this, element);
  }

  /** All values as whole numbers that fit 32 bits; empty ones are left out. */
  public int[] integers(int tag) {
    Element element = element(tag);
    return element == null ? new int[0] : Values.integers(this, element);
  }

  /** All values as numbers; empty ones are left out. */
  public double[] decimals(int tag) {
    Element element = element(tag);
    return element == null ? new double[0] : Values.doubles(this, element);
  }

  /** The items of a sequence, or an empty list. */
  public List<DataSet> items(int tag) {
    Element element = element(tag);
    return element == null ? List.of() : Values.items(element);
  }

  /** The first item, or null. */
  public DataSet item(int tag) {
    List<DataSet> items = items(tag);
    return items.isEmpty() ? null : items.get(0);
  }

  /** The value's bytes, little endian, as they would be written; null if absent or passed over. */
  public byte[] bytes(int tag) {
    Element element = element(tag);
    if (element instanceof Element.Value value) {
      return value.bytes();
    }
    return element instanceof Element.Text text ? encode(text) : null;
  }

  /**
   * Adds or replaces an element. Items become part of this data set and share its character set.
   */
  public DataSet put(Element element) {
    if (element instanceof Element.Sequence sequence) {
      sequence.items().forEach(item -> item.parent = this);
    }
    int tag = element.tag();
    if (tag == Tag.SPECIFIC_CHARACTER_SET) {
      characterSet = null;
    }
    if (size == 0 || Integer.compareUnsigned(elements[size - 1].tag(), tag) < 0) {
      insert(size, element);
      return this;
    }
    int index = indexOf(tag);
    if (index >= 0) {
      elements[index] = element;
    } else {
      insert(-index - 1, element);
    }
    return this;
  }

  /**
   * Puts text values, none for an empty element; they are joined by backslashes when written. Those
   * that (0008,0005) governs are encoded then, and must be possible in it.
   */
  public DataSet put(int tag, Vr vr, String... values) {
    if (!vr.isText()) {
      throw new IllegalArgumentException("VR: " + vr + " (expected: one of text)");
    }
    if (vr.usesCharacterSet()) {
      return put(new Element.Text(tag, vr, List.of(values)));
    }
    byte[] bytes = String.join("\\", values).getBytes(StandardCharsets.ISO_8859_1);
    return put(new Element.Value(tag, vr, bytes));
  }

  /**
   * Puts whole numbers in the width of the VR: US, SS, UL, SL, AT, UV, SV, or as text in IS, DS.
   */
  public DataSet putInts(int tag, Vr vr, long... values) {
    return put(Values.ofLongs(tag, vr, values));
  }

  /** Puts numbers in the width of the VR: FL, FD, or as text of at most 16 characters in DS. */
  public DataSet putDecimals(int tag, Vr vr, double... values) {
    return put(Values.ofDoubles(tag, vr, values));
  }

  /** Puts a value as it is, in little endian order; the array is not copied. */
  public DataSet putBytes(int tag, Vr vr, byte[] bytes) {
    return put(new Element.Value(tag, vr, bytes));
  }

  public DataSet putItems(int tag, List<DataSet> items) {
    return put(new Element.Sequence(tag, items));
  }

  public DataSet putItems(int tag, DataSet... items) {
    return putItems(tag, Arrays.asList(items));
  }

  /**
   * Puts encapsulated pixel data; the first fragment is the Basic Offset Table, which may be empty.
   */
  public DataSet putFragments(int tag, List<byte[]> fragments) {
    return put(new Element.Fragments(tag, Vr.OB, fragments));
  }

  /** A data set of its own with the same values; what was skipped is left out. */
  public DataSet copy() {
    DataSet copy = new DataSet();
    for (Element element : this) {
      if (element instanceof Element.Sequence sequence) {
        copy.putItems(sequence.tag(), sequence.items().stream().map(DataSet::copy).toList());
      } else if (!(element instanceof Element.Skipped)) {
        copy.put(element);
      }
    }
    return copy;
  }

  /** Removes and returns an element, or returns null. */
  public Element remove(int tag) {
    int index = indexOf(tag);
    if (index < 0) {
      return null;
    }
    Element removed = elements[index];
    if (tag == Tag.SPECIFIC_CHARACTER_SET) {
      characterSet = null;
    }
    System.arraycopy(elements, index + 1, elements, index, size - index - 1);
    elements[--size] = null;
    return removed;
  }

  /**
   * The tag of an element in a private block (PS3.5 7.8.1), or 0 if its creator reserved none.
   *
   * @param element the lower 8 bits of the element number
   */
  public int privateTag(String creator, int group, int element) {
    for (int block = 0x10; block <= 0xFF; block++) {
      int creatorTag = Tag.of(group, block);
      if (contains(creatorTag) && creator.equals(string(creatorTag))) {
        return Tag.of(group, block << 8 | (element & 0xFF));
      }
    }
    return 0;
  }

  /** As {@link #privateTag}, reserving the first free block for a creator that has none. */
  public int reservePrivateTag(String creator, int group, int element) {
    int tag = privateTag(creator, group, element);
    for (int block = 0x10; tag == 0 && block <= 0xFF; block++) {
      if (!contains(Tag.of(group, block))) {
        put(Tag.of(group, block), Vr.LO, creator);
        tag = Tag.of(group, block << 8 | (element & 0xFF));
      }
    }
    if (tag == 0) {
      throw new IllegalStateException("private blocks of a group: none free (expected: < 240)");
    }
    return tag;
  }

  /** The character sets of (0008,0005) here or, for an item, of what encloses it. */
  public SpecificCharacterSet characterSet() {
    for (DataSet each = this; each != null; each = each.parent) {
      if (each.characterSet != null) {
        return each.characterSet;
      }
      if (each.contains(Tag.SPECIFIC_CHARACTER_SET)) {
        each.characterSet = SpecificCharacterSet.of(each.strings(Tag.SPECIFIC_CHARACTER_SET));
        return each.characterSet;
      }
    }
    return SpecificCharacterSet.ASCII;
  }

  @Override
  public Iterator<Element> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Element next() {
        if (next >= size) {
          throw new NoSuchElementException();
        }
        return elements[next++];
      }
    };
  }

  /** The elements of now, ascending. */
  public List<Element> elements() {
    return Collections.unmodifiableList(new ArrayList<>(Arrays.asList(elements).subList(0, size)));
  }

  /** How many elements; never their values, which may be a patient's. */
  @Override
  public String toString() {
    return "DataSet[" + size + " elements]";
  }

  static Vr meantVr(Element element) {
    return element.vr() == Vr.UN ? Dictionary.vr(element.tag()) : element.vr();
  }

  byte[] encode(Element.Text text) {
    if (text.values().isEmpty()) {
      return NO_BYTES;
    }
    return characterSet().encode(String.join("\\", text.values()), Values.kind(text.vr()));
  }

  private void insert(int index, Element element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, Math.max(8, size * 2));
    }
    System.arraycopy(elements, index, elements, index + 1, size - index);
    elements[index] = element;
    size++;
  }

  private int indexOf(int tag) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compareUnsigned(elements[middle].tag(), tag);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }
}
