package io.archway.dicom.data;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes data sets (PS3.5 7 and A) in any transfer syntax's encoding. Pads values to even length by
 * their VR; a value too long for the short form goes out as UN (PS3.5 6.2.2). Encodes pixel data as
 * it is in the data set, native or fragments. Immutable, any thread.
 */
public final class DataSetWriter {
  private static final int HEADER_BYTES = 8;

  /** Of items, at first: so many may be empty that what is usual would be far too much. */
  private static final long MOST_ROOM = 64 << 10;

  private static final int MAX_SHORT_LENGTH = 0xFFFE;
  private static final long MAX_LENGTH = 0xFFFFFFFEL;

  private final TransferSyntax syntax;
  private final SequenceLengths lengths;
  private final boolean explicit;
  private final boolean bigEndian;

  public DataSetWriter(TransferSyntax syntax) {
    this(syntax, SequenceLengths.DEFINED);
  }

  public DataSetWriter(TransferSyntax syntax, SequenceLengths lengths) {
    this.syntax = syntax;
    this.lengths = lengths;
    this.explicit = syntax.explicitVr();
    this.bigEndian = syntax.bigEndian();
  }

  /** The data set in a transfer syntax, sequences with defined lengths. */
  public static byte[] toBytes(DataSet dataSet, TransferSyntax syntax) {
    return new DataSetWriter(syntax).toBytes(dataSet);
  }

  public byte[] toBytes(DataSet dataSet) {
    GrowingBytes out = new GrowingBytes(syntax.deflated() ? 1024 : estimate(dataSet));
    try {
      write(dataSet, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Enough for what is large; text and items are small. */
  private static long estimate(DataSet dataSet) {
    long length = 64;
    for (Element element : dataSet) {
      length += 2 * HEADER_BYTES;
      if (element instanceof Element.Value value) {
        length += value.bytes().length;
      } else if (element instanceof Element.Fragments fragments) {
        length += fragmentsLength(fragments);
      }
    }
    return length;
  }

  /**
   * Writes the data set. The stream stays open and should be buffered.
   *
   * @throws IllegalArgumentException if a value was skipped when the data set was read, or a length
   *     does not fit
   */
  public void write(DataSet dataSet, OutputStream out) throws IOException {
    if (!syntax.deflated()) {
      writeElements(dataSet, out);
      return;
    }
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater, 8192);
      writeElements(dataSet, deflated);
      deflated.finish();
      if ((deflater.getBytesWritten() & 1) != 0) {
        out.write(0);
      }
    } finally {
      deflater.end();
    }
  }

  /** The bytes that the data set takes, before any deflating. */
  public long length(DataSet dataSet) {
    long length = 0;
    for (Element element : dataSet) {
      length += length(dataSet, element);
    }
    return length;
  }

  private void writeElements(DataSet dataSet, OutputStream out) throws IOException {
    for (Element element : dataSet) {
      writeElement(dataSet, element, out);
    }
  }

  private void writeElement(DataSet owner, Element element, OutputStream out) throws IOException {
    if (element instanceof Element.Value value) {
      writeValue(value.tag(), value.vr(), value.bytes(), out);
    } else if (element instanceof Element.Text text) {
      writeValue(text.tag(), text.vr(), owner.encode(text), out);
    } else if (element instanceof Element.Sequence sequence) {
      writeSequence(sequence, out);
    } else if (element instanceof Element.Fragments fragments) {
      writeFragments(fragments, out);
    } else {
      throw skipped(element);
    }
  }

  private void writeValue(int tag, Vr vr, byte[] bytes, OutputStream out) throws IOException {
    boolean odd = (bytes.length & 1) != 0;
    long length = bytes.length + (odd ? 1L : 0L);
    writeHeader(tag, vr, length, out);
    if (bigEndian && vr.unitBytes() > 1 && !isTooLong(vr, length)) {
      byte[] swapped = bytes.clone();
      ByteOrders.swap(swapped, vr.unitBytes());
      out.write(swapped);
    } else {
      out.write(bytes);
    }
    if (odd) {
      out.write(vr.padding());
    }
  }

  private void writeSequence(Element.Sequence sequence, OutputStream out) throws IOException {
    if (lengths == SequenceLengths.DEFINED) {
      GrowingBytes items = new GrowingBytes(Math.min(MOST_ROOM, sequence.items().size() * 256L));
      for (DataSet item : sequence.items()) {
        writeDefinedItem(item, items);
      }
      writeHeader(sequence.tag(), Vr.SQ, items.size(), out);
      items.writeTo(out);
      return;
    }
    writeHeader(sequence.tag(), Vr.SQ, -1, out);
    for (DataSet item : sequence.items()) {
      writeItem(Tag.ITEM, -1, out);
      writeElements(item, out);
      writeItem(Tag.ITEM_DELIMITATION_ITEM, 0, out);
    }
    writeItem(Tag.SEQUENCE_DELIMITATION_ITEM, 0, out);
  }

  private void writeDefinedItem(DataSet item, GrowingBytes out) throws IOException {
    int start = out.size();
    writeItem(Tag.ITEM, 0, out);
    writeElements(item, out);
    int end = out.size();
    out.rewind(start);
    writeItem(Tag.ITEM, end - start - HEADER_BYTES, out);
    out.rewind(end);
  }

  private void writeFragments(Element.Fragments fragments, OutputStream out) throws IOException {
    writeHeader(fragments.tag(), fragments.vr(), -1, out);
    for (byte[] fragment : fragments.fragments()) {
      boolean odd = (fragment.length & 1) != 0;
      writeItem(Tag.ITEM, fragment.length + (odd ? 1L : 0L), out);
      out.write(fragment);
      if (odd) {
        out.write(0);
      }
    }
    writeItem(Tag.SEQUENCE_DELIMITATION_ITEM, 0, out);
  }

  private void writeHeader(int tag, Vr vr, long length, OutputStream out) throws IOException {
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          Tag.toString(tag) + ": length " + length + " (expected: <= " + MAX_LENGTH + ")");
    }
    if (!explicit) {
      writeItem(tag, length, out);
      return;
    }
    Vr written = isTooLong(vr, length) ? Vr.UN : vr;
    writeTag(tag, out);
    out.write(written.name().charAt(0));
    out.write(written.name().charAt(1));
    if (written.longForm()) {
      writeShort(0, out);
      writeInt(length, out);
    } else {
      writeShort((int) length, out);
    }
  }

  private void writeItem(int tag, long length, OutputStream out) throws IOException {
    writeTag(tag, out);
    writeInt(length, out);
  }

  private void writeTag(int tag, OutputStream out) throws IOException {
    writeShort(Tag.group(tag), out);
    writeShort(Tag.element(tag), out);
  }

  private void writeShort(int value, OutputStream out) throws IOException {
    out.write(bigEndian ? value >>> 8 : value);
    out.write(bigEndian ? value : value >>> 8);
  }

  private void writeInt(long value, OutputStream out) throws IOException {
    writeShort((int) (bigEndian ? value >>> 16 : value), out);
    writeShort((int) (bigEndian ? value : value >>> 16), out);
  }

  private long length(DataSet owner, Element element) {
    if (element instanceof Element.Value value) {
      return valueLength(value.vr(), value.bytes().length);
    }
    if (element instanceof Element.Text text) {
      return valueLength(text.vr(), owner.encode(text).length);
    }
    if (element instanceof Element.Sequence sequence) {
      boolean defined = lengths == SequenceLengths.DEFINED;
      return headerLength(Vr.SQ) + itemsLength(sequence) + (defined ? 0 : HEADER_BYTES);
    }
    if (element instanceof Element.Fragments fragments) {
      return headerLength(fragments.vr()) + fragmentsLength(fragments);
    }
    throw skipped(element);
  }

  private boolean isTooLong(Vr vr, long length) {
    return explicit && !vr.longForm() && length > MAX_SHORT_LENGTH;
  }

  private long valueLength(Vr vr, int length) {
    long even = length + (length & 1L);
    return even + headerLength(isTooLong(vr, even) ? Vr.UN : vr);
  }

  private long itemsLength(Element.Sequence sequence) {
    long each = lengths == SequenceLengths.DEFINED ? HEADER_BYTES : 2L * HEADER_BYTES;
    long length = 0;
    for (DataSet item : sequence.items()) {
      length += each + length(item);
    }
    return length;
  }

  private static long fragmentsLength(Element.Fragments fragments) {
    long length = HEADER_BYTES;
    for (byte[] fragment : fragments.fragments()) {
      length += HEADER_BYTES + fragment.length + (fragment.length & 1);
    }
    return length;
  }

  private int headerLength(Vr vr) {
    return explicit && vr.longForm() ? 12 : HEADER_BYTES;
  }

  private static IllegalArgumentException skipped(Element element) {
    return new IllegalArgumentException(
        Tag.toString(element.tag()) + ": value was skipped when read (expected: a value)");
  }
}
