package io.archway.index.store;

import io.archway.index.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes buffers one behind the other in calls that end at multiples of the piece size: large
 * writes into the page cache can be ten times slower on virtual machines. One thread.
 */
final class PieceWriter {

  private static final int MAX_BUFFERS = 64;

  private final int pieceBytes;
  private final ByteBuffer[] piece = new ByteBuffer[MAX_BUFFERS];

  PieceWriter(int pieceBytes) {
    this.pieceBytes = pieceBytes;
  }

  /** Consumes the buffers; the position behind the last byte. */
  long write(DiskFile file, List<ByteBuffer> parts, long position) throws IOException {
    int part = 0;
    while (part < parts.size()) {
      int room = (int) (pieceBytes - position % pieceBytes);
      int count = 0;
      int length = 0;
      while (part < parts.size() && count < MAX_BUFFERS && length < room) {
        ByteBuffer source = parts.get(part);
        int n = Math.min(source.remaining(), room - length);
        if (n > 0) {
          piece[count++] = source.duplicate().limit(source.position() + n);
          source.position(source.position() + n);
          length += n;
        }
        if (!source.hasRemaining()) {
          part++;
        }
      }
      writePiece(file, count, length, position);
      position += length;
    }
    java.util.Arrays.fill(piece, null);
    return position;
  }

  private void writePiece(DiskFile file, int count, int length, long position) throws IOException {
    for (long done = 0; done < length; ) {
      long n =
          count == 1
              ? file.write(piece[0], position + done)
              : file.write(piece, count, position + done);
      if (n <= 0) {
        throw new IOException(file.name() + ": nothing written at " + (position + done));
      }
      done += n;
    }
  }
}
