package io.archway.http.imaging;

import io.archway.http.access.Actor;
import io.archway.http.imaging.OrderParts.Step;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.index.audit.Audit;
import io.archway.index.audit.Auditor;
import io.archway.index.audit.RecordKey;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.database.Keys;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.worklist.HistoryEntry.Action;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.StepDefaults;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistHistory;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLists;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What somebody does to an item in one transaction: they see it, or it is not there; at the end
 * stand its history and its events. Used for one request.
 */
record ItemWork(Handle handle, Keys keys, Actor actor, Auditor auditor, Instant now) {

  /** Something that is done to items. */
  interface Task<R> {
    R run(ItemWork work) throws SQLException;
  }

  /** Does it in a transaction; anew where another was in the way; durable when it returns. */
  static <R> R durably(
      Database database, InstantSource clock, Principal principal, Auditor auditor, Task<R> task) {
    return database.durablyInConnection(
        handle -> {
          Actor actor = Actor.of(handle, principal);
          return task.run(new ItemWork(handle, database.keys(), actor, auditor, clock.instant()));
        });
  }

  Connection connection() {
    return handle.getConnection();
  }

  long organizationKey() {
    return actor.organizationKey();
  }

  /** What steps said so become. */
  List<NewStep> steps(
      List<Step> said, long officeKey, String modality, List<ScheduledStep> before) {
    return defaults()
        .complete(said.stream().map(Step::toWish).toList(), officeKey, modality, before);
  }

  /** What time it is in an office. */
  LocalDateTime localTime(long officeKey) {
    return defaults().local(officeKey);
  }

  private StepDefaults defaults() {
    return new StepDefaults(handle, organizationKey(), now, ZoneId.systemDefault());
  }

  /** An item with its row held; 404 where it is gone, of another organization or not theirs. */
  WorklistEntry lock(long itemKey) throws SQLException {
    WorklistItem item =
        WorklistRows.lock(connection(), organizationKey(), itemKey)
            .filter(actor.visible()::include)
            .orElseThrow(() -> Problem.notFound().toException());
    return entry(item);
  }

  WorklistEntry entry(WorklistItem item) throws SQLException {
    return WorklistLists.find(connection(), item.organizationKey(), item.worklistItemKey())
        .orElseThrow();
  }

  WorklistEntry created(WorklistItem item, List<NewEvent> more) throws SQLException {
    WorklistEntry entry = entry(item);
    note(item, Action.CREATED, WorklistHistory.NO_CHANGES);
    tell(more, EventType.ITEM_CREATED, null, item);
    return entry;
  }

  WorklistEntry changed(
      WorklistEntry before, WorklistItem item, EventType type, List<NewEvent> more)
      throws SQLException {
    WorklistEntry entry = entry(item);
    note(item, Action.CHANGED, ItemDifference.of(before, entry));
    tell(more, type, before.item(), item);
    return entry;
  }

  /** Somebody said what was so already; they have seen it. */
  WorklistEntry unchanged(WorklistEntry entry) throws SQLException {
    Audit.changed(
        connection(), auditor, io.archway.index.audit.Action.UPDATE, records(entry.item()));
    return entry;
  }

  void deleted(WorklistItem item) throws SQLException {
    note(item, Action.DELETED, WorklistHistory.NO_CHANGES);
    EventLog.append(connection(), List.of(event(EventType.ITEM_CANCELLED, item)), now);
  }

  private void note(WorklistItem item, Action action, String changes) throws SQLException {
    WorklistHistory.add(connection(), keys, item, action, changes, actor.userKey(), now);
    Audit.changed(connection(), auditor, audited(action), records(item));
  }

  private static io.archway.index.audit.Action audited(Action action) {
    return switch (action) {
      case CREATED -> io.archway.index.audit.Action.CREATE;
      case CHANGED -> io.archway.index.audit.Action.UPDATE;
      case DELETED -> io.archway.index.audit.Action.DELETE;
    };
  }

  private static List<RecordKey> records(WorklistItem item) {
    return List.of(
        new RecordKey(RecordKind.WORKLIST_ITEM, item.worklistItemKey()),
        new RecordKey(RecordKind.PATIENT, item.patientKey()));
  }

  /** Events come last: until the commit they hold up all who have some. */
  private void tell(List<NewEvent> more, EventType type, WorklistItem before, WorklistItem after)
      throws SQLException {
    List<NewEvent> events = new ArrayList<>(more);
    events.add(event(type, after));
    ScanStatus was = before == null ? ScanStatus.SCHEDULED : before.scanStatus();
    if (was != after.scanStatus() && after.scanStatus() == ScanStatus.ARRIVED) {
      events.add(event(EventType.ITEM_ARRIVED, after));
    } else if (was != after.scanStatus() && after.scanStatus() == ScanStatus.READY) {
      events.add(event(EventType.ITEM_READY, after));
    }
    EventLog.append(connection(), events, now);
  }

  private static NewEvent event(EventType type, WorklistItem item) {
    return NewEvent.ofItem(
        type, item.organizationKey(), item.worklistItemKey(), item.patientKey(), item.mediumKey());
  }
}
