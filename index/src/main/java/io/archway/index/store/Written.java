package io.archway.index.store;

import io.archway.index.disk.DiskFile;
import java.io.IOException;

/**
 * A group that is written and not yet known to be durable. Its state is the {@link Unsettled}'s.
 */
final class Written {
  private final DiskFile file;
  private final Appended appended;
  boolean failed;

  Written(DiskFile file, Appended appended) {
    this.file = file;
    this.appended = appended;
  }

  void force() throws IOException {
    file.force(false);
  }

  String fileName() {
    return file.name();
  }

  Appended appended() {
    return appended;
  }
}
