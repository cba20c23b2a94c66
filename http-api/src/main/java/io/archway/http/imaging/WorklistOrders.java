package io.archway.http.imaging;

import io.archway.http.imaging.OrderParts.Procedure;
import io.archway.http.imaging.OrderParts.Step;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Problem;
import io.archway.index.database.Database;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.medium.Medium;
import io.archway.index.study.Series;
import io.archway.index.study.StudyDao;
import io.archway.index.worklist.ItemEdit;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.MatchGrade;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.Origin;
import io.archway.index.worklist.PatientMedical;
import io.archway.index.worklist.Progress;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.Source;
import io.archway.index.worklist.StepDefaults;
import io.archway.index.worklist.StepWish;
import io.archway.index.worklist.Visit;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
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
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Makes, changes and deletes worklist items: each in one transaction with its events, durable when
 * it returns. Thread-safe.
 */
final class WorklistOrders {

  static final int ATTEMPTS = 5;
  private static final int MAX_SERIES = 1_000;

  /** What belongs to images but is none. */
  private static final Set<String> NOT_MADE_BY_SCANS =
      Set.of("SR", "PR", "KO", "DOC", "OT", "SEG", "REG", "PLAN", "M3D");

  private final Database database;
  private final InstantSource clock;

  WorklistOrders(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  WorklistEntry create(long organizationKey, NewItem body) {
    return database.durably(ATTEMPTS, handle -> create(handle, organizationKey, body));
  }

  private WorklistEntry create(Handle handle, long organizationKey, NewItem body)
      throws SQLException {
    OrderReferences references = new OrderReferences(handle, organizationKey);
    references.office(body.officeId());
    references.user("dentist_id", body.dentistId());
    references.user("radiologist_id", body.radiologistId());
    references.patient(body.patientId());
    Medium medium = references.medium(body.mediaId(), body.patientId(), body.studyInstanceUid());
    references.errors().throwIfAny();
    Instant now = clock.instant();
    Connection connection = handle.getConnection();
    WorklistItem inserted =
        WorklistRows.insert(
                connection, database.keys(), order(handle, organizationKey, body, medium, now), now)
            .orElseThrow();
    ScanStatus scan = medium == null ? ScanStatus.SCHEDULED : ScanStatus.READY;
    WorklistItem item =
        withStates(
            inserted, body.status(), body.scanStatus() == null ? scan : body.scanStatus(), now);
    if (!item.equals(inserted)) {
      WorklistRows.update(connection, item, now);
    }
    if (body.medical() != null) {
      WorklistRows.setMedical(
          connection, organizationKey, body.patientId(), body.medical().toRow(), now);
    }
    link(handle, item, medium, now);
    return answer(connection, item, events(EventType.ITEM_CREATED, null, item), now);
  }

  private NewOrder order(
      Handle handle, long organizationKey, NewItem body, Medium medium, Instant now) {
    String uid = body.studyInstanceUid();
    if (uid == null && medium != null) {
      uid = medium.studyInstanceUid();
    }
    Procedure procedure =
        body.requestedProcedure() == null ? Procedure.EMPTY : body.requestedProcedure();
    List<NewStep> steps =
        defaults(handle, organizationKey, now)
            .complete(wishes(body.stepsOrOne()), body.officeId(), modality(medium), List.of());
    return new NewOrder(
        organizationKey,
        body.officeId(),
        body.patientId(),
        body.dentistId(),
        body.radiologistId(),
        body.mediaId(),
        body.studyType(),
        ItemStatus.PENDING,
        ScanStatus.SCHEDULED,
        procedure.toRow(uid, null),
        body.request(),
        body.visit() == null ? Visit.EMPTY : body.visit().toRow(),
        new Source(
            Origin.HTTP,
            null,
            OrderParts.orNull(body.link()),
            OrderParts.orNull(body.path()),
            null),
        body.expiresAt(),
        steps);
  }

  private static List<StepWish> wishes(List<Step> steps) {
    return steps.stream().map(Step::toWish).toList();
  }

  private static StepDefaults defaults(Handle handle, long organizationKey, Instant now) {
    return new StepDefaults(
        handle, organizationKey, LocalDateTime.ofInstant(now, ZoneId.systemDefault()));
  }

  private static String modality(Medium medium) {
    List<String> modalities = medium == null ? List.of() : medium.modalitiesInStudy();
    return modalities.stream()
        .filter(modality -> !NOT_MADE_BY_SCANS.contains(modality))
        .findFirst()
        .orElse(StepDefaults.MODALITY);
  }

  /** An item read and scanned as far as somebody says, with the times that belong to that. */
  static WorklistItem withStates(
      WorklistItem item, ItemStatus status, ScanStatus scan, Instant now) {
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

  /** The images for which an item is made are its own. */
  static void link(Handle handle, WorklistItem item, Medium medium, Instant now)
      throws SQLException {
    if (medium == null || medium.studyKey() == null) {
      return;
    }
    List<Series> series =
        handle.attach(StudyDao.class).series(item.organizationKey(), medium.studyKey(), MAX_SERIES);
    List<WorklistLink> links =
        series.stream()
            .map(
                one ->
                    new WorklistLink(
                        one.seriesKey(),
                        item.worklistItemKey(),
                        item.organizationKey(),
                        medium.studyKey(),
                        null,
                        MatchGrade.MADE_FOR,
                        null,
                        now))
            .toList();
    WorklistLinks.insert(handle.getConnection(), links);
  }

  /** Empty answers are 404: gone, or of another organization. */
  WorklistEntry update(long organizationKey, long itemKey, ItemChange body) {
    return database.durably(ATTEMPTS, handle -> update(handle, organizationKey, itemKey, body));
  }

  private WorklistEntry update(Handle handle, long organizationKey, long itemKey, ItemChange body)
      throws SQLException {
    Connection connection = handle.getConnection();
    WorklistItem before = lock(connection, organizationKey, itemKey);
    WorklistEntry entry = find(connection, before);
    check(handle, entry, body);
    Instant now = clock.instant();
    WorklistItem after = changed(before, body, now);
    PatientMedical medical = body.medical() == null ? null : body.medical().toRow();
    boolean knowsMore =
        medical != null
            && !(after.patientKey() == before.patientKey()
                && medical.equals(entry.patient().medical()));
    boolean otherSteps = false;
    if (body.steps() != null) {
      List<NewStep> steps = steps(handle, entry, body, now);
      otherSteps = !isSame(entry.steps(), steps);
      if (otherSteps) {
        WorklistRows.replaceSteps(connection, database.keys(), after, steps, now);
      }
    }
    if (after.equals(before) && !knowsMore && !otherSteps) {
      return entry;
    }
    if (!otherSteps) {
      WorklistRows.update(connection, after, now);
    }
    if (knowsMore) {
      WorklistRows.setMedical(connection, organizationKey, after.patientKey(), medical, now);
    }
    boolean cancelled = after.isCancelled() && !before.isCancelled();
    EventType type = cancelled ? EventType.ITEM_CANCELLED : EventType.ITEM_UPDATED;
    return answer(connection, after, events(type, before, after), now);
  }

  static WorklistItem lock(Connection connection, long organizationKey, long itemKey)
      throws SQLException {
    return WorklistRows.lock(connection, organizationKey, itemKey)
        .orElseThrow(() -> Problem.notFound().toException());
  }

  static WorklistEntry find(Connection connection, WorklistItem item) throws SQLException {
    return WorklistLists.find(connection, item.organizationKey(), item.worklistItemKey())
        .orElseThrow();
  }

  /** What stays as it is was right when it was said. */
  private static void check(Handle handle, WorklistEntry entry, ItemChange body)
      throws SQLException {
    WorklistItem item = entry.item();
    OrderReferences references = new OrderReferences(handle, item.organizationKey());
    if (body.officeId() != item.officeKey()) {
      references.office(body.officeId());
    }
    if (body.patientId() != item.patientKey()) {
      references.patient(body.patientId());
      checkMayMove(item, references.errors());
    }
    Long dentist = body.dentistId().orElse(null);
    if (dentist != null && !dentist.equals(item.dentistKey())) {
      references.user("dentist_id", dentist);
    }
    Long radiologist = body.radiologistId().orElse(null);
    if (radiologist != null && !radiologist.equals(item.radiologistKey())) {
      references.user("radiologist_id", radiologist);
    }
    boolean begun =
        item.scanStatus() != ScanStatus.SCHEDULED
            || entry.steps().stream().anyMatch(step -> step.startedAt() != null);
    if (body.steps() != null && begun) {
      references.errors().add("steps", "expected: none, since the scan has begun");
    }
    references.errors().throwIfAny();
  }

  private static void checkMayMove(WorklistItem item, FieldErrors errors) {
    if (item.mediumKey() != null) {
      errors.add("patient_id", "expected: the patient of the images that the item has");
    }
  }

  private static WorklistItem changed(WorklistItem before, ItemChange body, Instant now) {
    ItemStatus status = body.status() == null ? before.status() : body.status();
    ScanStatus scan = body.scanStatus() == null ? before.scanStatus() : body.scanStatus();
    WorklistItem item = withStates(before, status, scan, now);
    ItemEdit edit =
        item.edit()
            .office(body.officeId())
            .patient(body.patientId())
            .dentist(body.dentistId().orElse(item.dentistKey()))
            .radiologist(body.radiologistId().orElse(item.radiologistKey()))
            .studyType(body.studyType())
            .request(body.request(item.request()))
            .source(
                OrderParts.orNull(body.link().orElse(item.source().link())),
                OrderParts.orNull(body.path().orElse(item.source().path())),
                item.source().meta())
            .progress(progress(item.progress(), body, now));
    if (body.requestedProcedure() != null) {
      edit.procedure(
          body.requestedProcedure()
              .toRow(item.procedure().studyInstanceUid(), item.procedure().id()));
    }
    if (body.visit() != null) {
      edit.visit(body.visit().toRow());
    }
    return edit.build();
  }

  private static Progress progress(Progress from, ItemChange body, Instant now) {
    Progress progress = from;
    if (Boolean.FALSE.equals(body.cancelled())) {
      progress = progress.cancelled(null, null);
    } else if (Boolean.TRUE.equals(body.cancelled()) && progress.cancelledAt() == null) {
      progress = progress.cancelled(now, OrderParts.orNull(body.cancelledWhy()));
    }
    return progress.withExpiresAt(body.expiresAt().orElse(progress.expiresAt()));
  }

  private static List<NewStep> steps(
      Handle handle, WorklistEntry entry, ItemChange body, Instant now) {
    String modality = entry.steps().get(0).modality();
    return defaults(handle, entry.item().organizationKey(), now)
        .complete(wishes(body.steps()), body.officeId(), modality, entry.steps());
  }

  private static boolean isSame(List<ScheduledStep> steps, List<NewStep> others) {
    return steps.stream().map(ScheduledStep::asNew).toList().equals(others);
  }

  /** Its images may belong to another item from then on. */
  void delete(long organizationKey, long itemKey) {
    database.durably(
        ATTEMPTS,
        handle -> {
          Connection connection = handle.getConnection();
          WorklistItem item = lock(connection, organizationKey, itemKey);
          Instant now = clock.instant();
          WorklistLinks.delete(connection, WorklistLinks.ofItem(connection, itemKey));
          WorklistRows.delete(connection, organizationKey, itemKey, now);
          EventLog.append(connection, List.of(event(EventType.ITEM_CANCELLED, item)), now);
          return null;
        });
  }

  /** What is to be told of a change; {@code before} is null for a new item. */
  static List<NewEvent> events(EventType type, WorklistItem before, WorklistItem after) {
    List<NewEvent> events = new ArrayList<>(List.of(event(type, after)));
    ScanStatus was = before == null ? ScanStatus.SCHEDULED : before.scanStatus();
    if (was != after.scanStatus() && after.scanStatus() == ScanStatus.ARRIVED) {
      events.add(event(EventType.ITEM_ARRIVED, after));
    } else if (was != after.scanStatus() && after.scanStatus() == ScanStatus.READY) {
      events.add(event(EventType.ITEM_READY, after));
    }
    return events;
  }

  private static NewEvent event(EventType type, WorklistItem item) {
    return NewEvent.ofItem(
        type, item.organizationKey(), item.worklistItemKey(), item.patientKey(), item.mediumKey());
  }

  /** Events come last: until the commit they hold up all who have some. */
  static WorklistEntry answer(
      Connection connection, WorklistItem item, List<NewEvent> events, Instant now)
      throws SQLException {
    WorklistEntry entry = find(connection, item);
    EventLog.append(connection, events, now);
    return entry;
  }
}
