package io.archway.dicom.data;

import io.archway.dicom.dict.Dictionary;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the data set in a file (PS3.10 7): with or without preamble, with or without File Meta
 * Information, with a wrong group length in it, with a transfer syntax that is missing or untrue.
 * Stateless, any thread.
 */
public final class Part10Reader {
  /** Most bytes of a file that are looked at for its head. */
  public static final int MAX_HEAD_BYTES = 1 << 20;

  private static final int FIRST_READ_BYTES = 4096;
  private static final int META_GROUP = 0x0002;
  private static final int AFTER_META = 0x00030000;
  private static final ParseLimits META_LIMITS =
      ParseLimits.HEADER.withMaxValueBytes(MAX_HEAD_BYTES).withMaxElements(1000).withMaxDepth(4);

  private Part10Reader() {}

  /**
   * The head of a file from its first bytes, which are not consumed; empty if more are needed.
   *
   * @param complete true if these are all of the file
   * @throws DicomParseException if it is no DICOM file
   */
  public static Optional<Part10Head> head(ByteBuffer start, boolean complete) {
    ByteBuffer bytes = start.slice();
    boolean last = complete || bytes.remaining() >= MAX_HEAD_BYTES;
    if (bytes.remaining() < Part10.PREAMBLE_BYTES + 16 && !last) {
      return Optional.empty();
    }
    int metaOffset = metaOffset(bytes);
    if (bytes.limit() - metaOffset < 8) {
      return unlessMore(last, "length " + bytes.limit() + " (expected: a data set)");
    }
    if (group(bytes, metaOffset) != META_GROUP) {
      TransferSyntax found = found(bytes, metaOffset);
      return found == null
          ? unlessMore(true, "first bytes are no element (expected: Part 10 or a data set)")
          : Optional.of(new Part10Head(new DataSet(), metaOffset, found, false));
    }
    return meta(bytes, metaOffset, last);
  }

  /**
   * Reads the head from a stream, of which the data set is the rest.
   *
   * @throws DicomParseException if it is no DICOM file
   */
  public static Part10Input open(InputStream in) throws IOException {
    byte[] start = in.readNBytes(FIRST_READ_BYTES);
    boolean complete = start.length < FIRST_READ_BYTES;
    while (true) {
      Optional<Part10Head> head = head(ByteBuffer.wrap(start), complete);
      if (head.isPresent()) {
        int offset = (int) head.get().dataSetOffset();
        InputStream rest = new ByteArrayInputStream(start, offset, start.length - offset);
        return new Part10Input(head.get(), new SequenceInputStream(rest, in));
      }
      byte[] more = in.readNBytes(start.length);
      complete = more.length < start.length;
      int length = start.length;
      start = Arrays.copyOf(start, length + more.length);
      System.arraycopy(more, 0, start, length, more.length);
    }
  }

  /** Reads a file whole. */
  public static Part10File read(InputStream in, ParseLimits limits) throws IOException {
    Part10Input input = open(in);
    TransferSyntax syntax = input.head().transferSyntax();
    return new Part10File(input.head(), DataSets.read(input.dataSet(), syntax, limits));
  }

  private static int metaOffset(ByteBuffer bytes) {
    int length = Part10.PREFIX.length;
    if (bytes.slice().limit() >= Part10.PREAMBLE_BYTES + length
        && bytes.slice(Part10.PREAMBLE_BYTES, length).equals(ByteBuffer.wrap(Part10.PREFIX))) {
      return Part10.PREAMBLE_BYTES + length;
    }
    boolean prefixOnly =
        bytes.limit() >= length && bytes.slice(0, length).equals(ByteBuffer.wrap(Part10.PREFIX));
    return prefixOnly ? length : 0;
  }

  private static Optional<Part10Head> meta(ByteBuffer bytes, int metaOffset, boolean last) {
    TransferSyntax encoding = found(bytes, metaOffset);
    DataSet meta = new DataSet();
    long end = byGroupLength(bytes, metaOffset, encoding, meta);
    if (end < 0) {
      meta = new DataSet();
      end = byGroup(bytes, metaOffset, encoding, meta, last);
    }
    if (end < 0 || bytes.limit() - end < 8 && !last) {
      return unlessMore(last, "meta information without end (expected: a data set)");
    }
    String uid = meta.string(Tag.TRANSFER_SYNTAX_UID);
    TransferSyntax declared = uid == null ? null : TransferSyntax.of(uid);
    TransferSyntax actual = actual(bytes, (int) end, declared);
    return Optional.of(new Part10Head(meta, end, actual, actual.equals(declared)));
  }

  // The group length is right nearly always, and the only thing that tells the end of the group
  // from deflated data that looks like more of it.
  private static long byGroupLength(
      ByteBuffer bytes, int metaOffset, TransferSyntax encoding, DataSet meta) {
    if (encoding == null || bytes.limit() - metaOffset < 12) {
      return -1;
    }
    ByteBuffer first = bytes.slice(metaOffset, 12);
    long length = groupLength(first, encoding);
    long end = metaOffset + 12 + length;
    if (length < 0 || end > bytes.limit() || end - metaOffset > MAX_HEAD_BYTES) {
      return -1;
    }
    boolean more = bytes.limit() - end >= 8 && group(bytes, (int) end) == META_GROUP;
    boolean moreMeta = more && Vr.of(bytes.get((int) end + 4), bytes.get((int) end + 5)) != null;
    if (moreMeta) {
      return -1;
    }
    try {
      ByteBuffer group = bytes.slice(metaOffset, (int) (end - metaOffset));
      for (Element element : DataSets.read(group, encoding, META_LIMITS)) {
        if (Tag.group(element.tag()) != META_GROUP) {
          return -1;
        }
        meta.put(element);
      }
    } catch (DicomParseException e) {
      return -1;
    }
    return end;
  }

  /** The value of (0002,0000), or -1 if that is not the first element. */
  private static long groupLength(ByteBuffer first, TransferSyntax encoding) {
    try (DataSetReader reader = new DataSetReader(encoding, META_LIMITS)) {
      reader.feed(first);
      boolean isGroupLength =
          reader.next() == DataSetReader.Event.ELEMENT
              && reader.tag() == Tag.FILE_META_INFORMATION_GROUP_LENGTH
              && reader.length() == 4;
      if (!isGroupLength) {
        return -1;
      }
      reader.collectValue();
      reader.next();
      return ByteBuffer.wrap(reader.value()).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFFFFFFL;
    } catch (DicomParseException e) {
      return -1;
    }
  }

  private static long byGroup(
      ByteBuffer bytes, int metaOffset, TransferSyntax encoding, DataSet meta, boolean last) {
    TransferSyntax syntax = encoding == null ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : encoding;
    try (DataSetReader reader = new DataSetReader(syntax, META_LIMITS)) {
      reader.stopBefore(AFTER_META);
      reader.feed(bytes.slice(metaOffset, bytes.limit() - metaOffset));
      if (last) {
        reader.endOfInput();
      }
      Assembler assembler = new Assembler(reader, META_LIMITS, false);
      DataSetReader.Event event = DataSets.pump(reader, assembler);
      assembler.root().forEach(meta::put);
      return event == DataSetReader.Event.NEED_INPUT ? -1 : metaOffset + reader.position();
    }
  }

  private static TransferSyntax actual(ByteBuffer bytes, int offset, TransferSyntax declared) {
    if (declared != null && declared.deflated()) {
      return declared;
    }
    TransferSyntax found = bytes.limit() - offset < 8 ? null : found(bytes, offset);
    if (declared == null) {
      return found == null ? TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN : found;
    }
    boolean same =
        found == null
            || found.explicitVr() == declared.explicitVr()
                && found.bigEndian() == declared.bigEndian();
    if (same) {
      return declared;
    }
    // The pixels may still be what was declared, only the elements around them are not.
    return declared.encapsulated()
        ? declared.encodedAs(found.explicitVr(), found.bigEndian())
        : found;
  }

  /** What the first element of a data set looks like, or null if it does not look like one. */
  private static TransferSyntax found(ByteBuffer bytes, int offset) {
    boolean explicit = Vr.of(bytes.get(offset + 4), bytes.get(offset + 5)) != null;
    int little = tag(bytes, offset, false);
    int big = tag(bytes, offset, true);
    if (explicit && isFirst(little)) {
      return TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    }
    if (explicit && isFirst(big)) {
      return TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
    }
    return isFirst(little) ? TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN : null;
  }

  private static boolean isFirst(int tag) {
    int group = Tag.group(tag);
    return group > 0
        && group <= 0x0018
        && (Tag.isGroupLength(tag) || Tag.isPrivate(tag) || Dictionary.vr(tag) != Vr.UN);
  }

  private static int group(ByteBuffer bytes, int offset) {
    int little = Tag.group(tag(bytes, offset, false));
    return little == META_GROUP ? little : Tag.group(tag(bytes, offset, true));
  }

  private static int tag(ByteBuffer bytes, int offset, boolean bigEndian) {
    int b0 = bytes.get(offset) & 0xFF;
    int b1 = bytes.get(offset + 1) & 0xFF;
    int b2 = bytes.get(offset + 2) & 0xFF;
    int b3 = bytes.get(offset + 3) & 0xFF;
    return bigEndian ? b0 << 24 | b1 << 16 | b2 << 8 | b3 : b1 << 24 | b0 << 16 | b3 << 8 | b2;
  }

  private static Optional<Part10Head> unlessMore(boolean last, String problem) {
    if (last) {
      throw new DicomParseException(ParseFault.FILE, "no DICOM file: " + problem);
    }
    return Optional.empty();
  }
}
