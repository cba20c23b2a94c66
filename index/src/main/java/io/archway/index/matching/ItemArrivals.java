package io.archway.index.matching;

import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.worklist.ItemEdit;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.QuietItems;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What arrivals do to the items they belong to, within the caller's transaction. */
final class ItemArrivals {
  private static final int MOST_AT_ONCE = 100;

  private ItemArrivals() {}

  /**
   * Images came to an item: it has its medium and is arrived, also when it was ready before. One
   * that is read stays so and is flagged.
   */
  static List<NewEvent> arrived(
      Connection connection, WorklistItem item, long mediumKey, Instant at, Instant now)
      throws SQLException {
    return told(connection, item, mediumKey, at, now, true);
  }

  /** The same of images that were found, but that an item called ready since they came stays so. */
  static List<NewEvent> matched(
      Connection connection, WorklistItem item, long mediumKey, Instant at, Instant now)
      throws SQLException {
    return told(connection, item, mediumKey, at, now, !isReadySince(item, at));
  }

  private static List<NewEvent> told(
      Connection connection,
      WorklistItem item,
      long mediumKey,
      Instant at,
      Instant now,
      boolean news)
      throws SQLException {
    boolean read = item.status() == ItemStatus.COMPLETE;
    boolean anew = !read && news;
    ItemEdit edit = item.edit().progress(item.progress().arrived(at, read));
    if (item.mediumKey() == null) {
      edit.medium(mediumKey);
    }
    if (anew) {
      edit.scanStatus(ScanStatus.ARRIVED);
    }
    WorklistItem updated = edit.build();
    WorklistRows.update(connection, updated, now);
    List<NewEvent> events = new ArrayList<>();
    if (read && !item.hasImagesAfterReport()) {
      events.add(event(EventType.ITEM_IMAGES_AFTER_REPORT, updated));
    } else if (anew && item.scanStatus() != ScanStatus.ARRIVED) {
      events.add(event(EventType.ITEM_ARRIVED, updated));
    }
    return events;
  }

  private static boolean isReadySince(WorklistItem item, Instant at) {
    Instant ready = item.progress().readyAt();
    return item.scanStatus() == ScanStatus.READY && ready != null && !at.isAfter(ready);
  }

  /** Items whose images have been quiet become ready; gives the events, none where none did. */
  static List<NewEvent> becomeReady(Connection connection, MatchingRules rules, Instant now)
      throws SQLException {
    Instant before = now.minus(rules.quietTime());
    List<NewEvent> events = new ArrayList<>();
    for (WorklistItem found :
        QuietItems.find(connection, before, now, rules.stepsFrom(now), MOST_AT_ONCE)) {
      Optional<WorklistItem> item =
          WorklistRows.lock(connection, found.organizationKey(), found.worklistItemKey())
              .filter(locked -> isQuiet(locked, before));
      if (item.isPresent()) {
        WorklistItem ready =
            item.get()
                .edit()
                .scanStatus(ScanStatus.READY)
                .progress(item.get().progress().ready(now))
                .build();
        WorklistRows.update(connection, ready, now);
        events.add(event(EventType.ITEM_READY, ready));
      }
    }
    return events;
  }

  /** It may have changed since it was found. */
  private static boolean isQuiet(WorklistItem item, Instant before) {
    return item.scanStatus() == ScanStatus.ARRIVED
        && item.progress().lastArrivedAt() != null
        && item.progress().lastArrivedAt().isBefore(before);
  }

  static NewEvent event(EventType type, WorklistItem item) {
    return NewEvent.ofItem(
        type, item.organizationKey(), item.worklistItemKey(), item.patientKey(), item.mediumKey());
  }
}
