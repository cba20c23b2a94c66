package io.archway.dicom.data;

import io.archway.dicom.dict.Vr;
import java.util.List;

/** A data element in memory (PS3.5 7.1). Immutable but for the arrays and items it hands out. */
public sealed interface Element {
  int tag();

  Vr vr();

  /** A value as bytes, in little endian order whatever it was read from, padding included. */
  record Value(int tag, Vr vr, byte[] bytes) implements Element {}

  /** Text put by the program, encoded when it is written, by the character set of then. */
  record Text(int tag, Vr vr, List<String> values) implements Element {
    public Text {
      values = List.copyOf(values);
    }
  }

  /** A sequence of items (PS3.5 7.5). */
  record Sequence(int tag, List<DataSet> items) implements Element {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public Vr vr() {
      return Vr.SQ;
    }
  }

  /** Encapsulated pixel data (PS3.5 A.4): the first fragment is the Basic Offset Table. */
  record Fragments(int tag, Vr vr, List<byte[]> fragments) implements Element {
    public Fragments {
      fragments = List.copyOf(fragments);
    }
  }

  /**
   * An element that was there, but whose value was passed over.
   *
   * @param length its bytes, or -1 if the encoding did not say
   */
  record Skipped(int tag, Vr vr, long length) implements Element {}
}
