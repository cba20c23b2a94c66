package io.archway.http.documents;

import io.archway.http.kernel.Content;
import io.archway.http.kernel.ContentPart;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** Writes what an answer would send to somewhere else. Holds one piece. Stateless. */
final class ContentCopy {
  private static final int PIECE_BYTES = 64 << 10;

  private ContentCopy() {}

  /** Whatever happens, the content is released. */
  static void write(Content content, OutputStream out) throws IOException {
    try {
      for (ContentPart part : content.parts()) {
        write(part, out);
      }
    } finally {
      content.onReleased().run();
    }
  }

  private static void write(ContentPart part, OutputStream out) throws IOException {
    if (part instanceof ContentPart.Bytes bytes) {
      out.write(bytes.bytes());
    } else if (part instanceof ContentPart.ChannelRange range) {
      write(range.channel(), range.offset(), range.length(), out);
    } else if (part instanceof ContentPart.FileRange range) {
      try (FileChannel channel = FileChannel.open(range.path(), StandardOpenOption.READ)) {
        write(channel, range.offset(), range.length(), out);
      }
    }
  }

  private static void write(FileChannel channel, long offset, long length, OutputStream out)
      throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    long left = length;
    while (left > 0) {
      ByteBuffer buffer = ByteBuffer.wrap(piece, 0, (int) Math.min(piece.length, left));
      int count = channel.read(buffer, offset + length - left);
      if (count < 0) {
        throw new IOException("a stored file ended before its length");
      }
      out.write(piece, 0, count);
      left -= count;
    }
  }
}
