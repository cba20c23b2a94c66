package io.archway.index.store;

import io.archway.index.disk.Disk;
import io.archway.index.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A large object on the disk. After any failure it takes nothing more and can only be discarded.
 */
final class LargeObjectFile implements LargeObject {

  private enum State {
    WRITING,
    FORCED,
    FAILED,
    CLOSED
  }

  private final LargeFiles files;
  private final Disk disk;
  private final DiskFile file;
  private final PieceWriter pieces;
  private final long earlyForceBytes;
  private final CRC32 crc = new CRC32();
  private State state = State.WRITING;
  private long length;
  private long forcedLength;

  LargeObjectFile(LargeFiles files, Disk disk, StoreSettings settings, DiskFile file) {
    this.files = files;
    this.disk = disk;
    this.file = file;
    this.pieces = new PieceWriter(settings.writePieceBytes());
    this.earlyForceBytes = settings.earlyForceBytes();
  }

  @Override
  public void write(ByteBuffer bytes) throws StoreException {
    require(State.WRITING);
    try {
      crc.update(bytes.duplicate());
      length = pieces.write(file, new ArrayList<>(List.of(bytes)), length);
      if (earlyForceBytes > 0 && length - forcedLength >= earlyForceBytes) {
        file.force(false);
        forcedLength = length;
      }
    } catch (IOException e) {
      state = State.FAILED;
      throw Failures.of(e, file.name(), disk);
    }
  }

  @Override
  public int read(ByteBuffer destination, long position) throws StoreException {
    require(State.WRITING);
    try {
      return position >= length ? -1 : file.read(destination, position);
    } catch (IOException e) {
      throw Failures.of(e, file.name(), disk);
    }
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public Content force() throws StoreException {
    require(State.WRITING);
    state = State.FAILED;
    try {
      file.force(true);
      file.close();
      disk.forceFolder(Disk.folderOf(file.name()));
    } catch (IOException e) {
      throw new StoreException(StoreError.FORCE_FAILED, file.name() + ": " + e.getMessage(), e);
    }
    state = State.FORCED;
    return new Content(new ObjectLocation(file.name(), 0, length), (int) crc.getValue());
  }

  @Override
  public void discard() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    try {
      file.close();
    } catch (IOException e) {
      // Deleting it is all that is left to do.
      state = State.CLOSED;
    }
    if (files.isUnnamed(file.name())) {
      files.deleteQuietly(file.name());
    }
  }

  private void require(State expected) throws StoreException {
    if (state != expected) {
      throw new StoreException(
          StoreError.NOT_ALLOWED, file.name() + ": " + state + " (expected: " + expected + ")");
    }
  }
}
