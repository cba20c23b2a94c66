package io.archway.worklist;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Vr;
import java.util.ArrayList;
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

  private interface Attribute<T> {
    Writer<T> writer(Requested ofItems);

    Attributes<?> ofItems();
  }

  /** Writes one attribute of {@code from}; where there is no value it is empty. */
  private interface Writer<T> {
    void write(T from, AnswerText text, DataSet to);
  }

  /** What is written of everything that is known. Immutable, thread-safe. */
  static final class Selected<T> {
    private final List<Writer<T>> writers;

    private Selected(List<Writer<T>> writers) {
      this.writers = writers;
    }

    DataSet write(T from, AnswerText text) {
      DataSet to = new DataSet();
      for (Writer<T> writer : writers) {
        writer.write(from, text, to);
      }
      return to;
    }
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
  Selected<T> select(Requested requested) {
    List<Writer<T>> writers = new ArrayList<>();
    if (requested.isEmpty()) {
      byTag.values().forEach(attribute -> writers.add(attribute.writer(requested)));
    }
    requested
        .byTag()
        .forEach(
            (tag, ofItems) -> {
              if (byTag.containsKey(tag)) {
                writers.add(byTag.get(tag).writer(ofItems));
              }
            });
    return new Selected<>(List.copyOf(writers));
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

  private record Value<T>(Writer<T> writer) implements Attribute<T> {
    @Override
    public Writer<T> writer(Requested ofItems) {
      return writer;
    }

    @Override
    public Attributes<?> ofItems() {
      return null;
    }
  }

  private record Items<T, C>(int tag, Function<T, List<C>> items, Attributes<C> ofItems)
      implements Attribute<T> {
    @Override
    public Writer<T> writer(Requested requested) {
      Selected<C> selected = ofItems.select(requested);
      return (from, text, to) -> {
        List<DataSet> written = new ArrayList<>(1);
        items.apply(from).forEach(item -> written.add(selected.write(item, text)));
        to.putItems(tag, written);
      };
    }
  }
}
