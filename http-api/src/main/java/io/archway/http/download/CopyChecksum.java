package io.archway.http.download;

import io.archway.index.store.StoredObject;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** The CRC-32 of a corrected copy, of which only the part that differs is read. Stateless. */
final class CopyChecksum {
  private static final int PIECE_BYTES = 64 << 10;

  private CopyChecksum() {}

  static int of(StoredObject object, CorrectedCopy copy, int storedCrc32) throws IOException {
    if (copy.isStored()) {
      return storedCrc32;
    }
    long end = copy.end();
    long rest = copy.storedLength() - end;
    CRC32 before = new CRC32();
    update(before, object, 0, end);
    CRC32 after = new CRC32();
    for (CorrectedCopy.Piece piece : copy.pieces()) {
      if (piece instanceof CorrectedCopy.Piece.Own own) {
        after.update(own.bytes());
      } else if (piece instanceof CorrectedCopy.Piece.Stored stored && stored.offset() < end) {
        update(after, object, stored.offset(), stored.offset() + stored.length());
      }
    }
    int ofRest = Crc32.without((int) before.getValue(), storedCrc32, rest);
    return Crc32.append((int) after.getValue(), ofRest, rest);
  }

  private static void update(CRC32 crc, StoredObject object, long from, long to)
      throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    long position = from;
    while (position < to) {
      piece.clear().limit((int) Math.min(PIECE_BYTES, to - position));
      int count = object.read(piece, position);
      if (count <= 0) {
        throw new EOFException("ends at " + position + " (expected: " + to + " bytes)");
      }
      crc.update(piece.flip());
      position += count;
    }
  }
}
