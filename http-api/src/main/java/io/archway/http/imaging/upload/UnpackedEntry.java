package io.archway.http.imaging.upload;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of an archive's entry, which are never more than it says; at their end their length and
 * checksum must be those. One thread.
 */
final class UnpackedEntry extends FilterInputStream {
  private static final int INPUT_BYTES = 16 << 10;

  private final ZipArchive.Entry entry;
  private final Inflater inflater;
  private final CRC32 crc = new CRC32();
  private long done;

  private UnpackedEntry(ZipArchive.Entry entry, InputStream in, Inflater inflater) {
    super(in);
    this.entry = entry;
    this.inflater = inflater;
  }

  static InputStream of(ZipArchive.Entry entry, InputStream packed) {
    if (entry.method() == ZipArchive.STORED) {
      return new UnpackedEntry(entry, packed, null);
    }
    Inflater inflater = new Inflater(true);
    // A byte behind the end is asked for where there is no zlib header.
    InputStream padded = new SequenceInputStream(packed, new ByteArrayInputStream(new byte[1]));
    return new UnpackedEntry(
        entry, new InflaterInputStream(padded, inflater, INPUT_BYTES), inflater);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int count;
    try {
      count = in.read(to, offset, length);
    } catch (ZipException e) {
      throw new ArchiveException("broken: cannot be unpacked");
    } catch (java.io.EOFException e) {
      throw new ArchiveException("broken: cut off");
    }
    if (count < 0) {
      require(done == entry.bytes(), "broken: shorter than it says");
      require(crc.getValue() == entry.crc32(), "broken: checksum does not match");
      return -1;
    }
    done += count;
    require(done <= entry.bytes(), "unpacks to more than it says");
    crc.update(to, offset, count);
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] dropped = new byte[(int) Math.min(count, INPUT_BYTES)];
    int read = dropped.length == 0 ? 0 : read(dropped, 0, dropped.length);
    return Math.max(0, read);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    super.close();
    if (inflater != null) {
      inflater.end();
    }
  }

  private static void require(boolean condition, String problem) throws ArchiveException {
    if (!condition) {
      throw new ArchiveException(problem);
    }
  }
}
