package io.archway.index.store;

import io.archway.index.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;

/** Reads a Part 10 file and compares it with its checksum and its digest. One thread. */
final class ContentCheck {

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);

  /** Whether the checksum matches. */
  boolean hasCrc(DiskFile file, LogRecord.Stored record) throws IOException {
    return read(file, record, null);
  }

  /** What does not match, or null. */
  String problem(DiskFile file, LogRecord.Stored record) throws IOException {
    MessageDigest sha256 = sha256();
    if (!read(file, record, sha256)) {
      return "CRC-32 of the Part 10 file does not match";
    }
    return Sha256.of(sha256.digest()).equals(record.head().sha256())
        ? null
        : "SHA-256 of the data set does not match";
  }

  /** The digest of the data set. */
  Sha256 sha256(DiskFile file, LogRecord.Stored record) throws IOException {
    MessageDigest sha256 = sha256();
    read(file, record, sha256);
    return Sha256.of(sha256.digest());
  }

  private boolean read(DiskFile file, LogRecord.Stored record, MessageDigest sha256)
      throws IOException {
    ObjectLocation location = record.location();
    CRC32 crc = new CRC32();
    for (long done = 0; done < location.length(); ) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), location.length() - done));
      file.readFully(buffer, location.offset() + done);
      buffer.flip();
      int n = buffer.remaining();
      crc.update(buffer.duplicate());
      long skip = Math.max(0, record.head().dataSetOffset() - done);
      if (sha256 != null && skip < n) {
        sha256.update(buffer.position((int) skip));
      }
      done += n;
    }
    return (int) crc.getValue() == record.crc32();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
