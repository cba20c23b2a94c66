package io.archway.dicom.data;

import io.archway.dicom.dict.Dictionary;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 of a data set's canonical form, equal for equal data sets in whatever uncompressed
 * transfer syntax they come. Streams: holds a few kilobytes, whatever the size. The form is
 * explicit VR little endian with these rules:
 *
 * <pre>
 * record     tag 4 | VR 2 | value | length of the value 8       (lengths follow: values are streamed)
 * VR         of the dictionary; UN where it has none, since implicit VR does not tell
 * value      little endian; without padding: up to 64 spaces and NULs at the end of text, one NUL at
 *            the end of bytes of even length (space too in UN)
 * sequences  a record of SQ, each item between records of (FFFE,E000) and (FFFE,E00D), (FFFE,E0DD)
 * left out   group lengths, (0008,0001) Length to End, (FFFC,FFFC) Data Set Trailing Padding
 * </pre>
 *
 * <p>Read backward, records tell where they start, so that no two data sets share a form. Not
 * thread-safe; close it.
 */
public final class CanonicalDigest implements AutoCloseable {
  private static final int TEXT_PADDING_BYTES = 64;
  private static final int SWAP_BYTES = 8192;

  private final DataSetReader reader;
  private final MessageDigest digest = sha256();
  private final byte[] mark = new byte[14];

  private Vr vr;
  private int holdBytes;
  private final byte[] held = new byte[TEXT_PADDING_BYTES];
  private int heldCount;
  private long valueLength;
  private int swapUnit;
  private byte[] swap;
  private int swapCount;

  public CanonicalDigest(TransferSyntax syntax, ParseLimits limits) {
    this.reader = new DataSetReader(syntax, limits);
  }

  /** The digest of a data set that is in memory whole. */
  public static byte[] of(ByteBuffer dataSet, TransferSyntax syntax, ParseLimits limits) {
    try (CanonicalDigest digest = new CanonicalDigest(syntax, limits)) {
      digest.accept(dataSet);
      return digest.finish();
    }
  }

  /**
   * Takes the next piece; its position does not move.
   *
   * @throws DicomParseException if it is no data set
   */
  public void accept(ByteBuffer piece) {
    if (piece.hasRemaining()) {
      reader.feed(piece.duplicate());
      pump();
    }
  }

  /**
   * The 32 bytes of the digest; the data set ends here.
   *
   * @throws DicomParseException if it ends inside an element
   */
  public byte[] finish() {
    reader.endOfInput();
    pump();
    return digest.digest();
  }

  @Override
  public void close() {
    reader.close();
  }

  private void pump() {
    while (true) {
      switch (reader.next()) {
        case NEED_INPUT, STOPPED, END -> {
          return;
        }
        case ELEMENT -> startElement();
        case FRAGMENT -> startValue(Tag.ITEM, Vr.OB);
        case VALUE -> {
          addChunk(reader.chunk());
          if (reader.valueRemaining() == 0) {
            endValue();
          }
        }
        case SEQUENCE_START -> mark(reader.tag(), 'S', 'Q');
        case FRAGMENTS_START -> mark(reader.tag(), 'O', 'B');
        case ITEM_START -> mark(Tag.ITEM, ' ', ' ');
        case ITEM_END -> mark(Tag.ITEM_DELIMITATION_ITEM, ' ', ' ');
        case SEQUENCE_END, FRAGMENTS_END -> mark(Tag.SEQUENCE_DELIMITATION_ITEM, ' ', ' ');
      }
    }
  }

  private void startElement() {
    int tag = reader.tag();
    boolean leftOut =
        Tag.isGroupLength(tag) || tag == Tag.LENGTH_TO_END || tag == Tag.DATA_SET_TRAILING_PADDING;
    if (!leftOut) {
      Vr implied = Dictionary.vr(tag);
      startValue(tag, implied == Vr.SQ ? Vr.UN : implied);
    }
  }

  private void startValue(int tag, Vr canonicalVr) {
    reader.streamValue();
    vr = canonicalVr;
    valueLength = 0;
    heldCount = 0;
    holdBytes = vr.isText() ? TEXT_PADDING_BYTES : vr.isBinary() ? 0 : 1;
    swapUnit = reader.bigEndian() ? reader.vr().unitBytes() : 1;
    swapCount = 0;
    head(tag, vr.name().charAt(0), vr.name().charAt(1));
    digest.update(mark, 0, 6);
  }

  private void addChunk(ByteBuffer chunk) {
    if (swapUnit == 1) {
      add(chunk);
      return;
    }
    if (swap == null) {
      swap = new byte[SWAP_BYTES];
    }
    while (chunk.hasRemaining()) {
      int take = Math.min(chunk.remaining(), swap.length - swapCount);
      chunk.get(swap, swapCount, take);
      swapCount += take;
      addSwapped(swapCount - swapCount % swapUnit);
    }
  }

  private void addSwapped(int length) {
    ByteOrders.swap(swap, length, swapUnit);
    add(ByteBuffer.wrap(swap, 0, length));
    System.arraycopy(swap, length, swap, 0, swapCount - length);
    swapCount -= length;
  }

  /** Passes on all but the last bytes, which may turn out to be padding. */
  private void add(ByteBuffer bytes) {
    int over = heldCount + bytes.remaining() - holdBytes;
    if (over > 0) {
      int fromHeld = Math.min(over, heldCount);
      update(ByteBuffer.wrap(held, 0, fromHeld));
      System.arraycopy(held, fromHeld, held, 0, heldCount - fromHeld);
      heldCount -= fromHeld;
      int end = bytes.limit();
      update(bytes.limit(bytes.position() + over - fromHeld));
      bytes.limit(end);
    }
    int rest = bytes.remaining();
    bytes.get(held, heldCount, rest);
    heldCount += rest;
  }

  private void endValue() {
    if (swapUnit > 1 && swapCount > 0) {
      add(ByteBuffer.wrap(swap, 0, swapCount));
    }
    if (vr.isText()) {
      while (heldCount > 0 && (held[heldCount - 1] == ' ' || held[heldCount - 1] == 0)) {
        heldCount--;
      }
    } else if (heldCount == 1 && reader.length() % 2 == 0) {
      boolean padding = held[0] == 0 || held[0] == ' ' && vr == Vr.UN;
      heldCount = padding ? 0 : 1;
    }
    update(ByteBuffer.wrap(held, 0, heldCount));
    length(valueLength);
    digest.update(mark, 6, 8);
  }

  private void update(ByteBuffer bytes) {
    valueLength += bytes.remaining();
    digest.update(bytes);
  }

  private void mark(int tag, char first, char second) {
    head(tag, first, second);
    length(0);
    digest.update(mark, 0, mark.length);
  }

  private void head(int tag, char first, char second) {
    mark[0] = (byte) (tag >>> 16);
    mark[1] = (byte) (tag >>> 24);
    mark[2] = (byte) tag;
    mark[3] = (byte) (tag >>> 8);
    mark[4] = (byte) first;
    mark[5] = (byte) second;
  }

  private void length(long length) {
    for (int i = 0; i < 8; i++) {
      mark[6 + i] = (byte) (length >>> 8 * i);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
