package io.archway.http.imaging;

import io.archway.index.worklist.ItemEdit;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.Progress;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.WorklistItem;
import java.time.Instant;

/** How far an item is, as somebody says. */
final class ItemStates {

  private ItemStates() {}

  /** An item read and scanned so far, with the times that belong to that. */
  static WorklistItem of(WorklistItem item, ItemStatus status, ScanStatus scan, Instant now) {
    ItemEdit edit = item.edit();
    if (scan != item.scanStatus()) {
      edit.scanStatus(scan).progress(scanned(item.progress(), scan, now));
    }
    return edit.status(status, now).build();
  }

  private static Progress scanned(Progress progress, ScanStatus scan, Instant now) {
    return switch (scan) {
      case ARRIVED -> progress.arrived(now, false);
      case READY ->
          progress.firstArrivedAt() == null
              ? progress.arrived(now, false).ready(now)
              : progress.ready(now);
      case SCHEDULED, STARTED, COMPLETED, DISCONTINUED -> progress;
    };
  }
}
