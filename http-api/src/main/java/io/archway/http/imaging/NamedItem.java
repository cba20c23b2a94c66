package io.archway.http.imaging;

import io.archway.http.access.Actor;
import io.archway.index.audit.Auditor;
import io.archway.index.database.Keys;
import io.archway.index.event.EventType;
import io.archway.index.event.FollowerPosition;
import io.archway.index.event.NewEvent;
import io.archway.index.matching.GivenLinks;
import io.archway.index.medium.Medium;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLists;
import io.archway.index.worklist.WorklistRows;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** A worklist item that an upload names. Used in one transaction. */
public final class NamedItem {

  private NamedItem() {}

  /** With its row held; empty where it is gone, of another organization or not theirs. */
  public static Optional<WorklistEntry> find(Handle handle, Actor actor, long itemKey)
      throws SQLException {
    Optional<WorklistItem> item =
        WorklistRows.lock(handle.getConnection(), actor.organizationKey(), itemKey)
            .filter(actor.visible()::include);
    return item.isEmpty()
        ? Optional.empty()
        : WorklistLists.find(handle.getConnection(), actor.organizationKey(), itemKey);
  }

  /**
   * The same while matching stands still, so that nothing is linked by two at once; empty too where
   * it was cancelled or given to another patient since.
   */
  public static Optional<WorklistEntry> hold(Handle handle, Actor actor, WorklistItem named)
      throws SQLException {
    FollowerPosition.MATCHING.lock(handle.getConnection());
    return find(handle, actor, named.worklistItemKey())
        .filter(entry -> !entry.item().isCancelled())
        .filter(entry -> entry.item().patientKey() == named.patientKey());
  }

  /**
   * Gives media to an item that is held, with its history, audit and events.
   *
   * @return the keys of those that belong to it now
   */
  public static Set<Long> give(
      Handle handle,
      Keys keys,
      Actor actor,
      Auditor auditor,
      WorklistEntry before,
      List<Medium> media,
      Instant now)
      throws SQLException {
    ItemWork work = new ItemWork(handle, keys, actor, auditor, now);
    Set<Long> linked = new TreeSet<>();
    List<NewEvent> events = new ArrayList<>();
    WorklistItem item = before.item();
    boolean changed = false;
    for (Medium medium : media) {
      GivenLinks.Given given =
          medium.studyKey() == null
              ? GivenLinks.file(work.connection(), item, medium, now)
              : GivenLinks.study(work.connection(), item, before.patient(), medium.studyKey(), now);
      if (given.linked()) {
        linked.add(medium.mediumKey());
      }
      changed |= given.changed();
      events.addAll(given.events());
      item =
          WorklistRows.lock(work.connection(), item.organizationKey(), item.worklistItemKey())
              .orElseThrow();
    }
    if (changed) {
      events.removeIf(event -> event.type() == EventType.ITEM_ARRIVED); // told by the change
      work.changed(before, item, EventType.ITEM_UPDATED, events);
    } else if (!linked.isEmpty()) {
      work.unchanged(before);
    }
    return linked;
  }
}
