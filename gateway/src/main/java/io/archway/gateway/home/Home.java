package io.archway.gateway.home;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.Explanation;
import io.archway.index.disk.Disk;
import io.archway.index.disk.FileDisk;
import io.archway.index.disk.FileDisk.DiskInUseException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The data folder, held by one process at a time: in {@code store} everything that must not be
 * lost, in {@code logs} what is written for people. It is made readable by its owner alone, since
 * patients' images lie in it. The lock is the operating system's and goes with the process, however
 * that ends.
 */
public final class Home implements AutoCloseable {
  private final Path folder;
  private final Disk disk;

  /**
   * @param folder for messages, and for what is written for people
   * @param disk what holds the store, locked
   */
  public Home(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** Creates what is missing and locks it. */
  public static Home open(Path folder) {
    try {
      create(folder);
      return new Home(folder, FileDisk.open(folder.resolve("store")));
    } catch (DiskInUseException e) {
      throw new CommandFailure(ExitCode.IN_USE, e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "data folder cannot be used: " + Explanation.text(e), e);
    }
  }

  /**
   * @throws CommandFailure where no gateway has made such a data folder, or it may not be read
   */
  public static void requireMade(Path folder) {
    if (Files.isDirectory(folder.resolve("store"))) {
      return;
    }
    boolean closed = Files.isDirectory(folder) && !Files.isExecutable(folder);
    throw new CommandFailure(
        ExitCode.USAGE,
        "--home: "
            + folder
            + (closed
                ? ": permission denied (expected: a data folder of this user's)"
                : " (expected: a data folder that a gateway has made)"));
  }

  /** Creates the folder, for its owner alone, and those above it. */
  public static void create(Path folder) throws IOException {
    Files.createDirectories(folder, ownerOnly("rwx------"));
  }

  /** What keeps others out where the file system knows owners; nothing elsewhere. */
  public static FileAttribute<?>[] ownerOnly(String permissions) {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }

  /** As it was given, for messages. */
  public Path folder() {
    return folder;
  }

  public Disk disk() {
    return disk;
  }

  public Path logs() {
    return folder.resolve("logs");
  }

  @Override
  public void close() throws IOException {
    disk.close();
  }
}
