package io.archway.http.imaging.upload;

import io.archway.index.store.LargeObject;
import io.archway.index.store.Sha256;
import io.archway.index.store.StoreException;
import io.archway.ingest.file.OtherFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * An uploaded file while it is looked at: a stretch of a file of the store that no record names, so
 * that whatever ends the process sweeps it. One thread writes; then any number read.
 */
final class WrittenFile implements OtherFiles.Written {
  private final String name;
  private final String field;
  private final LargeObject container;
  private final boolean alone;
  private final long offset;
  private final MessageDigest digest = sha256Digest();
  private long length;

  /**
   * @param name as its sender calls it
   * @param field under which it is told what is wrong with it; null: by its number
   * @param alone nothing else is written to the container
   */
  WrittenFile(String name, String field, LargeObject container, boolean alone) {
    this.name = name;
    this.field = field;
    this.container = container;
    this.alone = alone;
    this.offset = container.length();
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  String name() {
    return name;
  }

  String field() {
    return field;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public LargeObject alone() {
    return alone ? container : null;
  }

  void write(ByteBuffer bytes) throws StoreException {
    digest.update(bytes.duplicate());
    length += bytes.remaining();
    container.write(bytes.duplicate());
  }

  /** Of all that was written; called once. */
  Sha256 sha256() {
    return Sha256.of(digest.digest());
  }

  /** What it is by its content. */
  ByteBuffer head() throws StoreException {
    ByteBuffer head = ByteBuffer.allocate((int) Math.min(FileType.HEAD_BYTES, length));
    read(head, 0);
    return head.flip();
  }

  @Override
  public int read(ByteBuffer to, long position) throws StoreException {
    int before = to.position();
    int limit = to.limit();
    to.limit(before + (int) Math.min(to.remaining(), Math.max(0, length - position)));
    try {
      while (to.hasRemaining()) {
        int count = container.read(to, offset + position + to.position() - before);
        if (count <= 0) {
          break;
        }
      }
    } finally {
      to.limit(limit);
    }
    return to.position() - before;
  }

  InputStream open() {
    return open(0, length);
  }

  /** A stretch of it. */
  InputStream open(long from, long count) {
    return new Stretch(from, count);
  }

  private final class Stretch extends InputStream {
    private long position;
    private long left;

    Stretch(long from, long count) {
      position = from;
      left = count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int at, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      int most = (int) Math.min(count, left);
      int read = most == 0 ? 0 : WrittenFile.this.read(ByteBuffer.wrap(to, at, most), position);
      if (read == 0) {
        return -1;
      }
      position += read;
      left -= read;
      return read;
    }
  }
}
