package io.archway.index.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A folder of the file system as a {@link Disk}. Holds a lock on it from opening to closing, so
 * that two programs never write to one folder. Thread-safe.
 */
public final class FileDisk implements Disk {

  /** Name of the lock file, which stays there and holds the number of the last process. */
  public static final String LOCK_NAME = "archway.lock";

  private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

  private final Path root;
  private final FileChannel lockChannel;
  private final FileLock lock;

  private FileDisk(Path root, FileChannel lockChannel, FileLock lock) {
    this.root = root;
    this.lockChannel = lockChannel;
    this.lock = lock;
  }

  /** Locks the folder, which is created when it is not there. */
  public static FileDisk open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path root = folder.toRealPath();
    FileChannel channel =
        FileChannel.open(
            root.resolve(LOCK_NAME),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        throw new DiskInUseException(root, holder(root));
      }
      // The number lies behind the locked byte, which nobody else can read on Windows.
      channel.truncate(1);
      channel.write(
          ByteBuffer.wrap(
              (" " + ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
          0);
      return new FileDisk(root, channel, lock);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(0, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String holder(Path root) {
    try (FileChannel channel = FileChannel.open(root.resolve(LOCK_NAME))) {
      ByteBuffer text = ByteBuffer.allocate(20);
      channel.read(text, 1);
      return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "";
    }
  }

  public Path root() {
    return root;
  }

  @Override
  public DiskFile open(String name, Access access) throws IOException {
    return new FileDiskFile(name, resolve(name), access);
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(resolve(name));
  }

  @Override
  public boolean isFolder(String name) {
    return Files.isDirectory(resolve(name));
  }

  @Override
  public long size(String name) throws IOException {
    return Files.size(resolve(name));
  }

  @Override
  public long lastModifiedMillis(String name) throws IOException {
    return Files.getLastModifiedTime(resolve(name)).toMillis();
  }

  @Override
  public List<String> list(String folder) throws IOException {
    Path path = resolve(folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
      }
    }
    Collections.sort(names);
    return names;
  }

  @Override
  public void createFolder(String folder) throws IOException {
    if (isFolder(folder)) {
      return;
    }
    String parent = Disk.folderOf(folder);
    createFolder(parent);
    Files.createDirectories(resolve(folder));
    forceFolder(parent);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.delete(resolve(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(resolve(from), resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void forceFolder(String folder) throws IOException {
    if (WINDOWS) {
      // A folder cannot be opened there; NTFS writes its names to its own log.
      return;
    }
    try (FileChannel channel = FileChannel.open(resolve(folder), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public long freeBytes() throws IOException {
    return Files.getFileStore(root).getUsableSpace();
  }

  @Override
  public Optional<Path> path(String name) {
    return Optional.of(resolve(name));
  }

  @Override
  public void close() throws IOException {
    if (lockChannel.isOpen()) {
      lock.release();
      lockChannel.close();
    }
  }

  private Path resolve(String name) {
    Path path = root.resolve(name).normalize();
    if (!path.startsWith(root)) {
      throw new IllegalArgumentException("file name: " + name + " (expected: below the folder)");
    }
    return path;
  }

  /** Thrown when the folder is locked. */
  public static final class DiskInUseException extends IOException {
    DiskInUseException(Path root, String holder) {
      super(
          "data folder in use: "
              + root
              + (holder.isEmpty() ? "" : " by process " + holder)
              + " (expected: one gateway for a folder)");
    }
  }
}
