package io.archway.http.imaging;

import io.archway.http.kernel.FieldErrors;
import io.archway.index.database.ConcurrentChangeException;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumRows;
import io.archway.index.patient.NamedPatient;
import io.archway.index.patient.NamedPatients;
import io.archway.index.patient.PatientDecision;
import io.archway.index.patient.PatientDecisions;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientRows;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLists;
import io.archway.index.worklist.WorklistRows;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Corrects an item, its medium and its patient as an agent says. Another Patient ID is another
 * patient; other names, dates and sex are those of the same. Used for one request in its
 * transaction.
 */
final class AgentCorrection {

  private final ItemWork work;
  private final List<NewEvent> events = new ArrayList<>();
  private boolean changed;

  AgentCorrection(ItemWork work) {
    this.work = work;
  }

  WorklistEntry correct(long itemKey, DicomChange body) throws SQLException {
    WorklistEntry entry = work.lock(itemKey);
    Medium medium = medium(entry.item());
    check(entry, medium, body);
    long patientKey = patient(entry, body);
    WorklistItem after = after(entry.item(), patientKey, body);
    if (!after.equals(entry.item())) {
      changed = true;
      WorklistRows.update(work.connection(), after, work.now());
    }
    move(entry, after, medium, body);
    return changed
        ? work.changed(entry, after, EventType.ITEM_UPDATED, events)
        : work.unchanged(entry);
  }

  private Medium medium(WorklistItem item) {
    return item.mediumKey() == null
        ? null
        : work.handle()
            .attach(MediumDao.class)
            .find(work.organizationKey(), item.mediumKey())
            .orElse(null);
  }

  /**
   * Images that are here say themselves whose they are and when they were made. A medium that
   * several items have cannot go to another patient with one of them.
   */
  private void check(WorklistEntry entry, Medium medium, DicomChange body) throws SQLException {
    boolean hasImages = medium != null && medium.studyKey() != null;
    FieldErrors errors = new FieldErrors();
    if (isOtherPatient(entry, body)) {
      if (hasImages) {
        errors.add("patientId", "expected: that of the images that the item has");
      } else if (medium != null && isShared(entry, medium)) {
        errors.add("patientId", "expected: that of the other items that have the item's medium");
      }
    }
    if (body.studyDate() != null && (medium == null || hasImages)) {
      errors.add("studyDate", "expected: none, unless the images lie elsewhere");
    }
    errors.throwIfAny();
  }

  private boolean isShared(WorklistEntry entry, Medium medium) throws SQLException {
    long itemKey = entry.item().worklistItemKey();
    return WorklistLists.ofMedium(work.connection(), work.organizationKey(), medium.mediumKey())
        .stream()
        .anyMatch(other -> other.item().worklistItemKey() != itemKey);
  }

  private static boolean isOtherPatient(WorklistEntry entry, DicomChange body) {
    return body.patientId() != null
        && !body.patientId().strip().equals(entry.patient().patientId());
  }

  private long patient(WorklistEntry entry, DicomChange body) throws SQLException {
    PatientIdentity known =
        PatientRows.lock(work.connection(), work.organizationKey(), entry.item().patientKey())
            .orElseThrow();
    PatientIdentity corrected = corrected(known, body);
    if (isOtherPatient(entry, body)) {
      NamedPatients patients = AgentStudies.patients(work);
      long officeKey = entry.item().officeKey();
      NamedPatient named =
          NamedPatient.of(
              body.patientId().strip(),
              null,
              officeKey,
              corrected.name(),
              corrected.birthDate(),
              corrected.sex());
      long other = patients.resolve(named, officeKey).owner();
      events.addAll(patients.events());
      return other;
    }
    if (!corrected.equals(known)) {
      correct(corrected);
    }
    return known.patientKey();
  }

  /** As a person does it: kept with who, and given out with copies from then on. */
  private void correct(PatientIdentity corrected) throws SQLException {
    changed = true;
    PatientDecision decision =
        new PatientDecisions(work.handle(), work.keys(), work.organizationKey(), work.now())
            .correct(
                corrected.patientKey(),
                corrected.name(),
                corrected.birthDate(),
                corrected.sex(),
                work.actor().userKey(),
                null);
    if (decision instanceof PatientDecision.Done done) {
      events.addAll(done.events());
    } else {
      throw new ConcurrentChangeException("the patient was merged by another transaction");
    }
  }

  private static PatientIdentity corrected(PatientIdentity known, DicomChange body) {
    String name = OrderParts.orNull(body.patientName());
    String sex = PatientSex.of(body.patientSex());
    LocalDateTime born = HeaderDates.parse(body.patientBirthDate());
    return new PatientIdentity(
        known.patientKey(),
        known.organizationKey(),
        known.issuer(),
        known.patientId(),
        known.variant(),
        name == null ? known.name() : name,
        born == null ? known.birthDate() : born.toLocalDate(),
        sex == null ? known.sex() : sex,
        known.mergedIntoKey());
  }

  private WorklistItem after(WorklistItem before, long patientKey, DicomChange body) {
    ItemStatus status = body.status() == null ? before.status() : body.status();
    ScanStatus scan = body.scanStatus() == null ? before.scanStatus() : body.scanStatus();
    String link = OrderParts.orNull(body.link());
    String path = OrderParts.orNull(body.path());
    return ItemStates.of(before, status, scan, work.now())
        .edit()
        .patient(patientKey)
        .source(
            link == null ? before.source().link() : link,
            path == null ? before.source().path() : path,
            before.source().meta())
        .build();
  }

  /** The medium goes with its item, and the item's start with the study's date. */
  private void move(WorklistEntry entry, WorklistItem after, Medium medium, DicomChange body)
      throws SQLException {
    LocalDateTime studied = HeaderDates.parse(body.studyDate());
    if (medium == null || medium.studyKey() != null) {
      return;
    }
    List<NewStep> steps = entry.steps().stream().map(step -> at(step, studied)).toList();
    boolean other = !steps.equals(entry.steps().stream().map(ScheduledStep::asNew).toList());
    if (other) {
      WorklistRows.replaceSteps(work.connection(), work.keys(), after, steps, work.now());
    }
    if (other || medium.patientKey() != after.patientKey()) {
      changed = true;
      MediumRows.updateExternal(
          work.connection(),
          work.organizationKey(),
          medium.mediumKey(),
          after.patientKey(),
          studied == null ? null : studied.toLocalDate(),
          work.now());
    }
  }

  private static NewStep at(ScheduledStep step, LocalDateTime start) {
    NewStep same = step.asNew();
    return start == null
        ? same
        : new NewStep(
            same.id(),
            start.toLocalDate(),
            start.toLocalTime(),
            same.modality(),
            same.stationAeTitles(),
            same.stationName(),
            same.location(),
            same.description(),
            same.performingPhysicianName(),
            same.preMedication(),
            same.requestedContrastAgent(),
            same.protocolCodes());
  }
}
