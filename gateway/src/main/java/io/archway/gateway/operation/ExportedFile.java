package io.archway.gateway.operation;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.DicomParseException;
import io.archway.gateway.home.OpenHome;
import io.archway.http.download.CorrectedCopies;
import io.archway.http.download.CorrectedCopy;
import io.archway.index.store.ObjectLocation;
import io.archway.index.study.StudyCorrection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes one object elsewhere: as received, or with its patient as known by now. What is there
 * already with the right length stays, but for corrected copies, whose length says little.
 *
 * @param sopInstanceUid names it where it cannot be written
 * @param correction null for the object as received
 */
record ExportedFile(
    String sopInstanceUid,
    ObjectLocation location,
    CorrectedCopies.Described described,
    StudyCorrection correction) {

  /**
   * @return false where it was left out, since it cannot carry what is known of its patient
   */
  boolean write(OpenHome home, Path file, ExportLayout.Told told) throws IOException {
    Path from = home.disk().path(location.container()).orElseThrow();
    if (correction != null) {
      try (FileChannel channel = FileChannel.open(from)) {
        CorrectedCopy copy = CorrectedCopies.of(new Part(channel, location), described, correction);
        if (!copy.isStored()) {
          write(channel, copy, file);
          told.written();
          return true;
        }
      } catch (DicomParseException e) {
        told.leftOut(
            "%s cannot carry what is known of its patient: %s (--raw writes it as received)"
                .formatted(sopInstanceUid, e.getMessage()));
        return false;
      }
    }
    if (!Files.exists(file) || Files.size(file) != location.length()) {
      FileCopy.copy(from, location.offset(), location.length(), file, bytes -> {});
    }
    told.written();
    return true;
  }

  private void write(FileChannel from, CorrectedCopy copy, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (FileChannel to =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (CorrectedCopy.Piece piece : copy.pieces()) {
        if (piece instanceof CorrectedCopy.Piece.Own own) {
          FileCopy.write(ByteBuffer.wrap(own.bytes()), to);
        } else if (piece instanceof CorrectedCopy.Piece.Stored stored) {
          FileCopy.transfer(
              from, location.offset() + stored.offset(), stored.length(), to, bytes -> {});
        }
      }
    }
    FileCopy.forceAndRename(part, file);
  }

  /** The object in its container. */
  private record Part(FileChannel channel, ObjectLocation location) implements ByteSource {
    @Override
    public long length() {
      return location.length();
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
      long left = location.length() - position;
      if (left <= 0) {
        return -1;
      }
      int limit = to.limit();
      to.limit((int) Math.min(limit, to.position() + left));
      int count = channel.read(to, location.offset() + position);
      to.limit(limit);
      return count;
    }
  }
}
