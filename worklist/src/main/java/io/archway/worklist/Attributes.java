package io.archway.worklist;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Vr;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A declared table of attributes and where their values come from, from which answers are written.
 * Immutable once built, thread-safe.
 */
final class Attributes<T> {
  private final Map<Integer, Attribute<T>> byTag = new TreeMap<>(Integer::compareUnsigned);

  /** Writes one attribute of {@code from}; where there is no value it is empty. */
  private interface Attribute<T> {
    void put(T from, Requested requested, AnswerText text, DataSet to);

    Attributes<?> ofItems();
  }

  /** Descriptive text, cut to the length of its VR. */
  Attributes<T> text(int tag, Vr vr, Function<T, String> value) {
    return value(tag, vr, (from, text) -> text.description(value.apply(from), vr));
  }

  /** An identifier, which would be another one if it were cut. */
  Attributes<T> id(int tag, Vr vr, Function<T, String> value) {
    return value(tag, vr, (from, text) -> text.of(value.apply(from), vr));
  }

  Attributes<T> name(int tag, Function<T, String> value) {
    return value(tag, Vr.PN, (from, text) -> text.name(value.apply(from)));
  }

  /** Values of the default repertoire; a null among them is none. */
  Attributes<T> plain(int tag, Vr vr, Function<T, String> value) {
    return value(tag, vr, (from, text) -> text.plain(value.apply(from)));
  }

  Attributes<T> plainList(int tag, Vr vr, Function<T, List<String>> values) {
    return put(
        tag,
        new Value<>(
            (from, text, to) ->
                to.put(
                    tag, vr, values.apply(from).stream().map(text::plain).toArray(String[]::new))));
  }

  Attributes<T> number(int tag, Vr vr, Function<T, Integer> value) {
    return put(
        tag,
        new Value<>(
            (from, text, to) -> {
              Integer number = value.apply(from);
              to.putInts(tag, vr, number == null ? new long[0] : new long[] {number});
            }));
  }

  <C> Attributes<T> items(int tag, Function<T, List<C>> items, Attributes<C> ofItem) {
    return put(tag, new Items<>(tag, items, ofItem));
  }

  /** A sequence that nothing is known of. */
  Attributes<T> noItems(int tag) {
    return items(tag, from -> List.of(), new Attributes<Object>());
  }

  boolean contains(int tag) {
    return byTag.containsKey(tag);
  }

  /** Those of the items of a sequence; null for other attributes. */
  Attributes<?> ofItems(int tag) {
    return byTag.get(tag).ofItems();
  }

  /** What was requested of what is known. */
  DataSet write(T from, Requested requested, AnswerText text) {
    DataSet to = new DataSet();
    if (requested.isEmpty()) {
      byTag.values().forEach(attribute -> attribute.put(from, requested, text, to));
    }
    requested
        .byTag()
        .forEach(
            (tag, ofItems) -> {
              if (byTag.containsKey(tag)) {
                byTag.get(tag).put(from, ofItems, text, to);
              }
            });
    return to;
  }

  private interface TextOf<T> {
    String of(T from, AnswerText text);
  }

  private Attributes<T> value(int tag, Vr vr, TextOf<T> value) {
    return put(
        tag,
        new Value<>(
            (from, text, to) -> {
              String found = value.of(from, text);
              to.put(tag, vr, found.isEmpty() ? new String[0] : new String[] {found});
            }));
  }

  private Attributes<T> put(int tag, Attribute<T> attribute) {
    if (byTag.put(tag, attribute) != null) {
      throw new IllegalStateException("tag declared twice");
    }
    return this;
  }

  private interface Writer<T> {
    void write(T from, AnswerText text, DataSet to);
  }

  private record Value<T>(Writer<T> writer) implements Attribute<T> {
    @Override
    public void put(T from, Requested requested, AnswerText text, DataSet to) {
      writer.write(from, text, to);
    }

    @Override
    public Attributes<?> ofItems() {
      return null;
    }
  }

  private record Items<T, C>(int tag, Function<T, List<C>> items, Attributes<C> ofItems)
      implements Attribute<T> {
    @Override
    public void put(T from, Requested requested, AnswerText text, DataSet to) {
      to.putItems(
          tag,
          items.apply(from).stream().map(item -> ofItems.write(item, requested, text)).toList());
    }
  }
}
