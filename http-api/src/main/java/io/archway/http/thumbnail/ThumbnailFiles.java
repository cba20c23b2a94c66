package io.archway.http.thumbnail;

import io.archway.imaging.picture.Picture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Thumbnails as files below a folder that may be deleted at any time. A file comes into being whole
 * under its name; one that a crash tore all the same is told by its checksum, and made again. Each
 * of 256 folders has its share of the room, the oldest files make room for new ones. Thread-safe.
 *
 * <pre>
 * "AWTN" | form (1) | media type (1) | length of problem (2) | of picture (4) | both | CRC-32C (4)
 * </pre>
 */
final class ThumbnailFiles {
  private static final int MAGIC = 0x4157544E;
  private static final byte FORM = 1;
  private static final int HEAD_BYTES = 12;
  private static final int MAX_FILE_BYTES = 16 << 20;
  private static final int FOLDERS = 256;
  private static final List<String> MEDIA_TYPES = List.of(Picture.JPEG, Picture.PNG);

  private final Path root;
  private final long maxFolderBytes;
  private final Object[] locks = new Object[FOLDERS];
  private final long[] folderBytes = new long[FOLDERS];

  /**
   * @param maxBytes of all files together
   */
  ThumbnailFiles(Path root, long maxBytes) {
    this.root = root;
    this.maxFolderBytes = maxBytes / FOLDERS;
    for (int i = 0; i < FOLDERS; i++) {
      locks[i] = new Object();
      folderBytes[i] = -1;
    }
  }

  /** Empty where there is none, or none that can be read. */
  Optional<Thumbnail> read(ThumbnailKey key) {
    Path file = file(key);
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        return Optional.empty();
      }
      return decode(ByteBuffer.wrap(Files.readAllBytes(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Keeps it, and makes room for it. */
  void write(ThumbnailKey key, Thumbnail thumbnail) throws IOException {
    byte[] bytes = encode(thumbnail);
    Path file = file(key);
    Files.createDirectories(file.getParent());
    Path temporary = Files.createTempFile(file.getParent(), "new-", ".tmp");
    try {
      Files.write(temporary, bytes);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    grown(folder(key), bytes.length);
  }

  /** Deletes all that show these bytes. */
  void delete(String content) throws IOException {
    Path folder = root.resolve(content.substring(0, 2));
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> shown = Files.newDirectoryStream(folder, content + "-*")) {
      for (Path file : shown) {
        Files.deleteIfExists(file);
      }
    }
  }

  private int folder(ThumbnailKey key) {
    return Integer.parseInt(key.content().substring(0, 2), 16);
  }

  private Path file(ThumbnailKey key) {
    return root.resolve(key.content().substring(0, 2)).resolve(key.content() + "-" + key.look());
  }

  private void grown(int folder, long bytes) throws IOException {
    synchronized (locks[folder]) {
      folderBytes[folder] += bytes;
      if (folderBytes[folder] < bytes || folderBytes[folder] > maxFolderBytes) {
        folderBytes[folder] = makeRoom(root.resolve("%02x".formatted(folder)));
      }
    }
  }

  private record Aged(Path path, long bytes, long millis) {}

  /**
   * Deletes the oldest files of a folder that is too large, never its newest.
   *
   * @return the bytes of what is left
   */
  private long makeRoom(Path folder) throws IOException {
    List<Aged> files = new ArrayList<>();
    long all = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        Aged aged = aged(entry);
        if (aged != null) {
          files.add(aged);
          all += aged.bytes();
        }
      }
    }
    files.sort(Comparator.comparingLong(Aged::millis));
    for (int i = 0; i < files.size() - 1 && all > maxFolderBytes - maxFolderBytes / 8; i++) {
      Files.deleteIfExists(files.get(i).path());
      all -= files.get(i).bytes();
    }
    return all;
  }

  /** Null if somebody else deletes it just now. */
  private static Aged aged(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Aged(file, attributes.size(), attributes.lastModifiedTime().toMillis());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static byte[] encode(Thumbnail thumbnail) {
    byte[] picture = thumbnail.picture().bytes();
    byte[] problem =
        thumbnail.problem() == null
            ? new byte[0]
            : thumbnail.problem().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = ByteBuffer.allocate(HEAD_BYTES + problem.length + picture.length + 4);
    file.putInt(MAGIC).put(FORM);
    file.put((byte) MEDIA_TYPES.indexOf(thumbnail.picture().mediaType()));
    file.putShort((short) problem.length).putInt(picture.length).put(problem).put(picture);
    file.putInt(checksum(file.array(), file.position()));
    return file.array();
  }

  private static Optional<Thumbnail> decode(ByteBuffer file) {
    if (file.remaining() < HEAD_BYTES + 4
        || file.getInt(0) != MAGIC
        || file.get(4) != FORM
        || file.getInt(file.limit() - 4) != checksum(file.array(), file.limit() - 4)) {
      return Optional.empty();
    }
    int type = file.get(5);
    byte[] problem = new byte[file.getShort(6)];
    byte[] picture = new byte[file.getInt(8)];
    file.position(HEAD_BYTES).get(problem).get(picture);
    String text = problem.length == 0 ? null : new String(problem, StandardCharsets.US_ASCII);
    return Optional.of(new Thumbnail(new Picture(MEDIA_TYPES.get(type), picture), text));
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
