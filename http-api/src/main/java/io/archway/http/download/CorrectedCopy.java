package io.archway.http.download;

import io.archway.dicom.data.Splice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A stored file with other bytes in a few places. Offsets of splices count from the start of the
 * Part 10 file.
 *
 * @param storedLength of the file as it lies
 */
public record CorrectedCopy(long storedLength, List<Splice> splices) {
  private static final int TAG_BYTES = 8;

  /** A splice and the pieces that come of it, about. */
  private static final int SPLICE_COST_BYTES = 256;

  /** A stretch of the stored file, or bytes of its own. */
  public sealed interface Piece {
    /** As stored. */
    record Stored(long offset, long length) implements Piece {}

    /** In the place of something. */
    record Own(byte[] bytes) implements Piece {}
  }

  public CorrectedCopy {
    splices = List.copyOf(splices);
  }

  /** The file as received, untouched. */
  public boolean isStored() {
    return splices.isEmpty();
  }

  /** Of the whole copy, in bytes. */
  public long length() {
    long length = storedLength;
    for (Splice splice : splices) {
      length += splice.bytes().length - splice.length();
    }
    return length;
  }

  /** About what it takes in memory beside the file. */
  public long heldBytes() {
    return splices.stream().mapToLong(splice -> SPLICE_COST_BYTES + splice.bytes().length).sum();
  }

  /** Up to where it differs from the stored file, in that one. */
  long end() {
    return splices.isEmpty() ? 0 : splices.get(splices.size() - 1).end();
  }

  /** What the copy consists of, in order. */
  public List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    long position = 0;
    for (Splice splice : splices) {
      if (splice.offset() > position) {
        pieces.add(new Piece.Stored(position, splice.offset() - position));
      }
      if (splice.bytes().length > 0) {
        pieces.add(new Piece.Own(splice.bytes()));
      }
      position = splice.end();
    }
    if (position < storedLength) {
      pieces.add(new Piece.Stored(position, storedLength - position));
    }
    return pieces;
  }

  /** Differs between any two copies of a file, and from nothing for the file itself. */
  String tag() {
    if (splices.isEmpty()) {
      return "";
    }
    MessageDigest digest = sha256();
    for (Splice splice : splices) {
      digest.update(
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(splice.offset())
              .putLong(splice.length())
              .flip());
      digest.update((splice.bytes().length + " ").getBytes(StandardCharsets.US_ASCII));
      digest.update(splice.bytes());
    }
    return "-" + HexFormat.of().formatHex(digest.digest(), 0, TAG_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
