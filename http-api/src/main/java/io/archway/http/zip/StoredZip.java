package io.archway.http.zip;

import io.archway.http.kernel.ContentPart;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A zip archive (APPNOTE 6.3.10) of stored entries, laid out before a byte is read: since lengths
 * and CRC-32s are known beforehand, so are all offsets and the whole length, and every part can be
 * sent from where it lies. The same entries make the same bytes. Not thread-safe.
 *
 * <pre>
 * local header, name, content   for each entry
 * central header, name          for each entry
 * zip64 end, zip64 locator      where a number needs more than its field
 * end of central directory
 * </pre>
 */
public final class StoredZip {

  private static final long MAX_FIELD = 0xFFFFFFFFL;
  private static final int MAX_COUNT = 0xFFFF;
  private static final int VERSION_PLAIN = 10;
  private static final int VERSION_ZIP64 = 45;
  private static final int MADE_ON_UNIX = 3 << 8;
  private static final long REGULAR_FILE_RW_R_R = 0100644L << 16;
  private static final int ZIP64_EXTRA = 1;
  private static final int ZIP64_END_REST = 44;

  private final long dosTime;
  private final List<ContentPart> parts = new ArrayList<>();
  private final Fields central = new Fields();
  private long offset;
  private int count;

  /** All entries bear this moment, in UTC, to two seconds; years from 1980 to 2107. */
  public StoredZip(Instant modified) {
    this.dosTime = DosTime.of(modified);
  }

  /**
   * Adds an entry.
   *
   * @param name of ASCII characters, folders divided by slashes
   * @param crc32 of the content, as {@link java.util.zip.CRC32} gives it
   */
  public StoredZip add(String name, long crc32, ContentPart content) {
    return add(name, crc32, List.of(content));
  }

  /** Adds an entry whose content lies in several places. */
  public StoredZip add(String name, long crc32, List<ContentPart> content) {
    byte[] nameBytes = ascii(name);
    long length = 0;
    for (ContentPart part : content) {
      length = Math.addExact(length, part.length());
    }
    byte[] header = localHeader(nameBytes, crc32, length);
    addCentralHeader(nameBytes, crc32, length);
    parts.add(new ContentPart.Bytes(header));
    parts.addAll(content);
    offset += header.length + length;
    count++;
    return this;
  }

  /** The whole archive; nothing may be added afterwards. */
  public List<ContentPart> finish() {
    long centralLength = central.length();
    if (count >= MAX_COUNT || offset >= MAX_FIELD || centralLength >= MAX_FIELD) {
      addZip64End(centralLength);
    }
    central
        .u32(0x06054B50)
        .u16(0)
        .u16(0)
        .u16(Math.min(count, MAX_COUNT))
        .u16(Math.min(count, MAX_COUNT))
        .u32(field(centralLength))
        .u32(field(offset))
        .u16(0);
    parts.add(new ContentPart.Bytes(central.bytes()));
    return List.copyOf(parts);
  }

  private byte[] localHeader(byte[] name, long crc32, long length) {
    boolean large = length >= MAX_FIELD;
    Fields header =
        new Fields()
            .u32(0x04034B50)
            .u16(large ? VERSION_ZIP64 : VERSION_PLAIN)
            .u16(0)
            .u16(0)
            .u32(dosTime)
            .u32(crc32)
            .u32(field(length))
            .u32(field(length))
            .u16(name.length)
            .u16(large ? 20 : 0)
            .raw(name);
    if (large) {
      header.u16(ZIP64_EXTRA).u16(16).u64(length).u64(length);
    }
    return header.bytes();
  }

  private void addCentralHeader(byte[] name, long crc32, long length) {
    boolean large = length >= MAX_FIELD;
    boolean far = offset >= MAX_FIELD;
    int wide = (large ? 16 : 0) + (far ? 8 : 0);
    central
        .u32(0x02014B50)
        .u16(MADE_ON_UNIX | VERSION_ZIP64)
        .u16(wide > 0 ? VERSION_ZIP64 : VERSION_PLAIN)
        .u16(0)
        .u16(0)
        .u32(dosTime)
        .u32(crc32)
        .u32(field(length))
        .u32(field(length))
        .u16(name.length)
        .u16(wide > 0 ? 4 + wide : 0)
        .u16(0)
        .u16(0)
        .u16(0)
        .u32(REGULAR_FILE_RW_R_R)
        .u32(field(offset))
        .raw(name);
    if (wide > 0) {
      central.u16(ZIP64_EXTRA).u16(wide);
    }
    if (large) {
      central.u64(length).u64(length);
    }
    if (far) {
      central.u64(offset);
    }
  }

  private void addZip64End(long centralLength) {
    central
        .u32(0x06064B50)
        .u64(ZIP64_END_REST)
        .u16(MADE_ON_UNIX | VERSION_ZIP64)
        .u16(VERSION_ZIP64)
        .u32(0)
        .u32(0)
        .u64(count)
        .u64(count)
        .u64(centralLength)
        .u64(offset)
        .u32(0x07064B50)
        .u32(0)
        .u64(offset + centralLength)
        .u32(1);
  }

  private static long field(long value) {
    return Math.min(value, MAX_FIELD);
  }

  private static byte[] ascii(String name) {
    if (name.isEmpty() || name.length() > MAX_COUNT || name.chars().anyMatch(c -> c > 0x7E)) {
      throw new IllegalArgumentException("entry name (expected: 1 to 65535 ASCII characters)");
    }
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  /** Little-endian fields one after another. */
  private static final class Fields {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    Fields u16(int value) {
      out.write(value);
      out.write(value >>> 8);
      return this;
    }

    Fields u32(long value) {
      return u16((int) value).u16((int) (value >>> 16));
    }

    Fields u64(long value) {
      return u32(value).u32(value >>> 32);
    }

    Fields raw(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    long length() {
      return out.size();
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
