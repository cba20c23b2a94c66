package io.archway.http.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.http.kernel.ContentPart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Read back by the JDK's reader, which checks offsets, lengths and CRCs. */
final class StoredZipTest {

  private static final Instant MOMENT = Instant.parse("2026-03-01T10:20:30Z");

  @TempDir Path folder;

  @Test
  void entriesComeBackWithNamesContentsAndTime() throws Exception {
    StoredZip zip = new StoredZip(MOMENT);
    zip.add("DICOMDIR", crc("index"), bytes("index"));
    zip.add("IMAGES/SE000001/IM000001", crc("first"), bytes("first"));
    zip.add("IMAGES/SE000001/IM000002", crc(""), bytes(""));
    try (ZipFile file = open(zip.finish())) {
      assertThat(Collections.list(file.entries()).stream().map(ZipEntry::getName))
          .containsExactly("DICOMDIR", "IMAGES/SE000001/IM000001", "IMAGES/SE000001/IM000002");
      assertThat(content(file, "DICOMDIR")).isEqualTo("index");
      assertThat(content(file, "IMAGES/SE000001/IM000001")).isEqualTo("first");
      assertThat(content(file, "IMAGES/SE000001/IM000002")).isEmpty();
      assertThat(file.getEntry("DICOMDIR").getTimeLocal())
          .isEqualTo(LocalDateTime.parse("2026-03-01T10:20:30"));
    }
  }

  @Test
  void anArchiveWithoutEntriesIsReadable() throws Exception {
    try (ZipFile file = open(new StoredZip(MOMENT).finish())) {
      assertThat(file.size()).isZero();
    }
  }

  @Test
  void moreEntriesThanTheFieldHoldsAreCountedInZip64() throws Exception {
    for (int count : new int[] {0xFFFE, 0xFFFF, 0x10000}) {
      StoredZip zip = new StoredZip(MOMENT);
      for (int i = 0; i < count; i++) {
        zip.add("F" + i, 0, bytes(""));
      }
      try (ZipFile file = open(zip.finish())) {
        assertThat(file.size()).isEqualTo(count);
        assertThat(file.getEntry("F" + (count - 1))).isNotNull();
      }
    }
  }

  @Test
  void lengthsAndOffsetsBeyondFourGigabytesAreInZip64() throws Exception {
    for (long length : new long[] {0xFFFFFFFEL, 0xFFFFFFFFL, 0x100000001L}) {
      StoredZip zip = new StoredZip(MOMENT);
      zip.add("LARGE", 0, new ContentPart.FileRange(folder.resolve("none"), 0, length));
      zip.add("LAST", crc("behind"), bytes("behind"));
      try (ZipFile file = open(zip.finish())) {
        assertThat(file.getEntry("LARGE").getSize()).isEqualTo(length);
        assertThat(file.getEntry("LARGE").getCompressedSize()).isEqualTo(length);
        assertThat(content(file, "LAST")).isEqualTo("behind");
      }
    }
  }

  @Test
  void theSameEntriesMakeTheSameBytes() {
    assertThat(oneEntry()).isEqualTo(oneEntry());
  }

  @Test
  void momentsOutsideOfWhatTheFormatHoldsAreItsFirstAndLast() throws Exception {
    assertThat(DosTime.of(Instant.parse("1970-01-01T00:00:00Z"))).isEqualTo(0x00210000L);
    assertThat(DosTime.of(Instant.parse("2200-01-01T00:00:00Z"))).isEqualTo(0xFF9FBF7DL);
  }

  @Test
  void namesBeyondAsciiAreRefused() {
    StoredZip zip = new StoredZip(MOMENT);
    assertThatThrownBy(() -> zip.add("Zähne", 0, bytes("")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> zip.add("", 0, bytes("")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] oneEntry() {
    StoredZip zip = new StoredZip(MOMENT).add("A", crc("x"), bytes("x"));
    ByteBuffer all = ByteBuffer.allocate(1000);
    zip.finish().forEach(part -> all.put(((ContentPart.Bytes) part).bytes()));
    return all.array();
  }

  /** File ranges become holes of a sparse file. */
  private ZipFile open(List<ContentPart> parts) throws IOException {
    Path path = folder.resolve("archive.zip");
    Files.deleteIfExists(path);
    long position = 0;
    try (FileChannel out =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (ContentPart part : parts) {
        if (part instanceof ContentPart.Bytes bytes) {
          out.write(ByteBuffer.wrap(bytes.bytes()), position);
        }
        position += part.length();
      }
    }
    assertThat(Files.size(path)).isEqualTo(position);
    return new ZipFile(path.toFile());
  }

  private static String content(ZipFile file, String name) throws IOException {
    try (InputStream in = file.getInputStream(file.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static ContentPart bytes(String text) {
    return new ContentPart.Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static long crc(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
