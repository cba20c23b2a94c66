package io.archway.index.store;

import io.archway.index.disk.DiskFile;
import java.io.IOException;

/**
 * A group that is written and not yet known to be durable. Its state is the {@link Unsettled}'s.
 */
final class Written {
  private final ForceHandles handles;
  private final DiskFile handle;
  private final Appended appended;
  boolean failed;

  Written(ForceHandles handles, DiskFile handle, Appended appended) {
    this.handles = handles;
    this.handle = handle;
    this.appended = appended;
  }

  /** Called once. */
  void force() throws IOException {
    try {
      handle.force(false);
    } finally {
      handles.giveBack(handle);
    }
  }

  String fileName() {
    return handle.name();
  }

  Appended appended() {
    return appended;
  }
}
