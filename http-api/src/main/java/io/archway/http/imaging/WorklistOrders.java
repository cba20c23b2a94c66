package io.archway.http.imaging;

import io.archway.http.imaging.OrderParts.Procedure;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Principal;
import io.archway.index.audit.Auditor;
import io.archway.index.database.Database;
import io.archway.index.event.EventType;
import io.archway.index.medium.Medium;
import io.archway.index.report.ReportRows;
import io.archway.index.worklist.ItemEdit;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.Origin;
import io.archway.index.worklist.PatientMedical;
import io.archway.index.worklist.Progress;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.Source;
import io.archway.index.worklist.StepDefaults;
import io.archway.index.worklist.Visit;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes, changes and deletes worklist items: each in one transaction with its history and its
 * events, durable when it returns. Thread-safe.
 */
final class WorklistOrders {

  private final Database database;
  private final InstantSource clock;

  WorklistOrders(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  private <R> R durably(Principal principal, Auditor auditor, ItemWork.Task<R> task) {
    return ItemWork.durably(database, clock, principal, auditor, task);
  }

  /** What refers to nothing in a body of a wrong form. */
  FieldErrors check(Principal principal, Map<String, Object> said) {
    return durably(
        principal,
        null,
        work -> {
          FieldErrors errors = new FieldErrors();
          new OrderReferences(work, errors).check(said);
          return errors;
        });
  }

  WorklistEntry create(Principal principal, Auditor auditor, NewItem body) {
    return durably(principal, auditor, work -> create(work, body));
  }

  private static WorklistEntry create(ItemWork work, NewItem body) throws SQLException {
    FieldErrors errors = new FieldErrors();
    OrderReferences references = new OrderReferences(work, errors);
    references.office(body.officeId());
    references.user(OrderReferences.DENTIST, body.dentistId());
    references.user(OrderReferences.RADIOLOGIST, body.radiologistId());
    references.patient(body.patientId());
    Medium medium = references.medium(body.mediaId(), body.patientId(), body.studyInstanceUid());
    errors.throwIfAny();
    Connection connection = work.connection();
    WorklistItem inserted =
        WorklistRows.insert(connection, work.keys(), order(work, body, medium), work.now())
            .orElseThrow();
    ScanStatus scan = medium == null ? ScanStatus.SCHEDULED : ScanStatus.READY;
    WorklistItem item =
        ItemStates.of(
            inserted,
            body.status(),
            body.scanStatus() == null ? scan : body.scanStatus(),
            work.now());
    if (!item.equals(inserted)) {
      WorklistRows.update(connection, item, work.now());
    }
    if (body.medical() != null) {
      PatientMedical medical = body.medical().toRow();
      WorklistRows.setMedical(
          connection, work.organizationKey(), body.patientId(), medical, work.now());
    }
    ItemImages.link(work, item, medium);
    return work.created(item, List.of());
  }

  private static NewOrder order(ItemWork work, NewItem body, Medium medium) {
    String uid = body.studyInstanceUid();
    if (uid == null && medium != null) {
      uid = medium.studyInstanceUid();
    }
    Procedure procedure =
        body.requestedProcedure() == null ? Procedure.EMPTY : body.requestedProcedure();
    String modality = ItemImages.modality(medium).orElse(StepDefaults.MODALITY);
    List<NewStep> steps = work.steps(body.stepsOrOne(), body.officeId(), modality, List.of());
    return new NewOrder(
        work.organizationKey(),
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

  /** Unknown items are 404: gone, of another organization or of another office. */
  WorklistEntry update(Principal principal, Auditor auditor, long itemKey, ItemChange body) {
    return durably(principal, auditor, work -> update(work, itemKey, body));
  }

  private static WorklistEntry update(ItemWork work, long itemKey, ItemChange body)
      throws SQLException {
    WorklistEntry before = work.lock(itemKey);
    StepChanges steps = StepChanges.of(work, before, body.steps(), body.officeId());
    check(work, before, body, steps);
    WorklistItem after = changed(before.item(), body, work.now());
    PatientMedical medical = body.medical() == null ? null : body.medical().toRow();
    boolean sameMedical =
        medical == null
            || after.patientKey() == before.item().patientKey()
                && medical.equals(before.patient().medical());
    if (after.equals(before.item()) && sameMedical && steps.areNone()) {
      return work.unchanged(before);
    }
    if (steps.areNone()) {
      WorklistRows.update(work.connection(), after, work.now());
    } else {
      steps.write(work, after);
    }
    if (!sameMedical) {
      WorklistRows.setMedical(
          work.connection(), work.organizationKey(), after.patientKey(), medical, work.now());
    }
    if (!Objects.equals(before.item().dentistKey(), after.dentistKey())
        || !Objects.equals(before.item().radiologistKey(), after.radiologistKey())) {
      ReportRows.followItem(work.connection(), after);
    }
    boolean cancelled = after.isCancelled() && !before.item().isCancelled();
    EventType type = cancelled ? EventType.ITEM_CANCELLED : EventType.ITEM_UPDATED;
    return work.changed(before, after, type, List.of());
  }

  /** What stays as it is was right when it was said. */
  private static void check(ItemWork work, WorklistEntry entry, ItemChange body, StepChanges steps)
      throws SQLException {
    WorklistItem item = entry.item();
    FieldErrors errors = new FieldErrors();
    OrderReferences references = new OrderReferences(work, errors);
    if (body.officeId() != item.officeKey()) {
      references.office(body.officeId());
    }
    if (body.patientId() != item.patientKey()) {
      references.patient(body.patientId());
      checkMayMove(item, errors);
    }
    Long dentist = body.dentistId().orElse(null);
    if (dentist != null && !dentist.equals(item.dentistKey())) {
      references.user(OrderReferences.DENTIST, dentist);
    }
    Long radiologist = body.radiologistId().orElse(null);
    if (radiologist != null && !radiologist.equals(item.radiologistKey())) {
      references.user(OrderReferences.RADIOLOGIST, radiologist);
    }
    steps.check(work, errors);
    errors.throwIfAny();
  }

  private static void checkMayMove(WorklistItem item, FieldErrors errors) {
    if (item.mediumKey() != null) {
      errors.add("patient_id", "expected: the patient of the images that the item has");
    }
  }

  private static WorklistItem changed(WorklistItem before, ItemChange body, Instant now) {
    ItemStatus status = body.status() == null ? before.status() : body.status();
    ScanStatus scan = body.scanStatus() == null ? before.scanStatus() : body.scanStatus();
    WorklistItem item = ItemStates.of(before, status, scan, now);
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

  /** Its images may belong to another item once matching, which follows the event, let them go. */
  void delete(Principal principal, Auditor auditor, long itemKey) {
    durably(
        principal,
        auditor,
        work -> {
          WorklistItem item = work.lock(itemKey).item();
          WorklistRows.delete(work.connection(), work.organizationKey(), itemKey, work.now());
          work.deleted(item);
          return null;
        });
  }
}
