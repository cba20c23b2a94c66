package io.archway.index.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The one seam through which everything that lasts is written: the log, large objects and H2's
 * file. Names are relative, with {@code /} between folders. Nothing survives a power cut before it
 * was forced: a file's bytes and length by {@link DiskFile#force}, its name by {@link
 * #forceFolder}. Thread-safe.
 */
public interface Disk extends Closeable {

  /** How a file is opened. */
  enum Access {
    /** The file must exist. */
    READ,
    /** Read and write; the file must exist. */
    WRITE,
    /** Read and write; the file must not exist. Its folder must. */
    CREATE
  }

  /** Opens a file; {@code NoSuchFileException} or {@code FileAlreadyExistsException} otherwise. */
  DiskFile open(String name, Access access) throws IOException;

  boolean exists(String name);

  boolean isFolder(String name);

  /** Length of a file in bytes. */
  long size(String name) throws IOException;

  /** When the file was last written, in milliseconds since 1970. */
  long lastModifiedMillis(String name) throws IOException;

  /** Names (last component only) in a folder, sorted; empty when there is no such folder. */
  List<String> list(String folder) throws IOException;

  /** Creates a folder and its parents, and forces their entries. Does nothing when it is there. */
  void createFolder(String folder) throws IOException;

  /** Deletes a file or an empty folder; {@code NoSuchFileException} when it is not there. */
  void delete(String name) throws IOException;

  /** Gives a file another name and replaces what has that name, in one step. */
  void rename(String from, String to) throws IOException;

  /** Makes creations, deletions and renamings in a folder survive a power cut. */
  void forceFolder(String folder) throws IOException;

  /** Bytes that may still be written. */
  long freeBytes() throws IOException;

  /** Where the file really is, for zero-copy sending; empty when it is only in memory. */
  Optional<Path> path(String name);

  @Override
  void close() throws IOException;

  /** The folder part of a name; empty for the root. */
  static String folderOf(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }
}
