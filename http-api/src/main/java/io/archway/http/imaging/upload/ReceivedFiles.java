package io.archway.http.imaging.upload;

import io.archway.index.store.LargeObject;
import io.archway.index.store.ObjectStore;
import io.archway.ingest.Intake;
import io.archway.ingest.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of one upload while they come, in the store, unnamed. The first gets a file of the
 * store to itself, so that it need not be copied where it stays; all others share one. Used by one
 * thread at a time.
 */
final class ReceivedFiles {
  private static final long LOOK_AT_SPACE_BYTES = 16 << 20;

  private final Intake intake;
  private final ObjectStore store;
  private final List<WrittenFile> files = new ArrayList<>();
  private final List<LargeObject> containers = new ArrayList<>();
  private long bytes;
  private long sinceLook = LOOK_AT_SPACE_BYTES;

  ReceivedFiles(Intake intake, ObjectStore store) {
    this.intake = intake;
    this.store = store;
  }

  /**
   * Begins a file, which is not one of {@link #files} yet.
   *
   * @param name as its sender calls it
   * @param field under which it is told what is wrong with it; null: by its number
   */
  WrittenFile begin(String name, String field) throws IOException {
    lookAtSpace(0);
    boolean alone = containers.isEmpty();
    if (containers.size() < 2) {
      containers.add(store.newLargeObject());
    }
    return new WrittenFile(name, field, containers.get(containers.size() - 1), alone);
  }

  void write(WrittenFile file, ByteBuffer data) throws IOException {
    lookAtSpace(data.remaining());
    bytes += data.remaining();
    file.write(data);
  }

  /** A disk that runs full refuses before it is. */
  private void lookAtSpace(long more) {
    sinceLook += more;
    if (sinceLook >= LOOK_AT_SPACE_BYTES || more == 0) {
      sinceLook = 0;
      Verdict.Refused refused = intake.refusalNow();
      if (refused != null) {
        throw MediaUpload.refused(refused.reason(), refused.detail());
      }
    }
  }

  void add(WrittenFile file) {
    files.add(file);
  }

  List<WrittenFile> files() {
    return files;
  }

  /** Of all that was written. */
  long bytes() {
    return bytes;
  }

  /** What a record names by now stays. */
  void discard() {
    containers.forEach(LargeObject::discard);
    containers.clear();
  }
}
