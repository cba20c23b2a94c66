package io.archway.http.imaging;

import io.archway.http.imaging.OrderParts.Code;
import io.archway.http.imaging.OrderParts.Medical;
import io.archway.http.imaging.OrderParts.VisitPart;
import io.archway.http.imaging.report.ItemReports.ReportPart;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.Origin;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.StepStatus;
import io.archway.index.worklist.StudyType;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistPatient;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** A worklist item as the API shows it. */
record WorklistView(
    long id,
    long officeId,
    Long dentistId,
    Long radiologistId,
    Long mediaId,
    long patientId,
    PatientPart patient,
    StudyType studyType,
    ItemStatus status,
    ScanStatus scanStatus,
    String studyInstanceUid,
    String link,
    String path,
    Origin origin,
    String accessionNumber,
    String issuerOfAccessionNumber,
    String placerOrderNumber,
    String fillerOrderNumber,
    String requestingPhysicianName,
    String requestingService,
    String referringPhysicianName,
    ProcedurePart requestedProcedure,
    VisitPart visit,
    LocalDate startDate,
    String startTime,
    List<StepPart> steps,
    Instant firstArrivedAt,
    Instant lastArrivedAt,
    Instant readyAt,
    Instant completedAt,
    Instant imagesAfterReportAt,
    List<ReportPart> reports,
    boolean cancelled,
    Instant cancelledAt,
    String cancelledWhy,
    Instant expiresAt,
    Instant createdAt,
    Instant updatedAt) {

  /** Whose it is. {@code patientId} is the Patient ID; {@code id} ours. */
  record PatientPart(
      long id,
      String patientId,
      String issuerOfPatientId,
      String name,
      LocalDate birthDate,
      String sex,
      Medical medical) {

    static PatientPart of(WorklistPatient patient) {
      return new PatientPart(
          patient.patientKey(),
          patient.patientId(),
          patient.issuerOfPatientId(),
          patient.name(),
          patient.birthDate(),
          patient.sex(),
          Medical.of(patient.medical()));
    }
  }

  /** The Requested Procedure. */
  record ProcedurePart(
      String id, String description, Code code, String priority, String reason, String comments) {

    static ProcedurePart of(RequestedProcedure procedure) {
      String priority = procedure.priority();
      return new ProcedurePart(
          procedure.id(),
          procedure.description(),
          Code.of(procedure.code()),
          priority == null ? null : priority.toLowerCase(Locale.ROOT),
          procedure.reason(),
          procedure.comments());
    }
  }

  /** A Scheduled Procedure Step; no station AE titles means any. */
  record StepPart(
      String id,
      StepStatus status,
      boolean open,
      String modality,
      LocalDate startDate,
      String startTime,
      List<String> stationAeTitles,
      String stationName,
      String location,
      String description,
      String performingPhysicianName,
      String preMedication,
      String requestedContrastAgent,
      List<Code> protocolCodes,
      Instant startedAt,
      Instant endedAt) {

    static StepPart of(ScheduledStep step) {
      return new StepPart(
          step.id(),
          step.status(),
          step.open(),
          step.modality(),
          step.startDate(),
          Times.text(step.startTime()),
          step.stationAeTitles(),
          step.stationName(),
          step.location(),
          step.description(),
          step.performingPhysicianName(),
          step.preMedication(),
          step.requestedContrastAgent(),
          step.protocolCodes().stream().map(Code::of).toList(),
          step.startedAt(),
          step.endedAt());
    }
  }

  /** With the reports of it that its reader may see. */
  static WorklistView of(WorklistEntry entry, List<ReportPart> reports) {
    WorklistItem item = entry.item();
    return new WorklistView(
        item.worklistItemKey(),
        item.officeKey(),
        item.dentistKey(),
        item.radiologistKey(),
        item.mediumKey(),
        item.patientKey(),
        PatientPart.of(entry.patient()),
        item.studyType(),
        item.status(),
        item.scanStatus(),
        item.procedure().studyInstanceUid(),
        item.source().link(),
        item.source().path(),
        item.source().origin(),
        item.request().accessionNumber(),
        OrderParts.orNull(item.request().issuerOfAccessionNumber()),
        item.request().placerOrderNumber(),
        item.request().fillerOrderNumber(),
        item.request().requestingPhysicianName(),
        item.request().requestingService(),
        item.request().referringPhysicianName(),
        ProcedurePart.of(item.procedure()),
        VisitPart.of(item.visit()),
        item.startDate(),
        Times.text(item.startTime()),
        entry.steps().stream().map(StepPart::of).toList(),
        item.progress().firstArrivedAt(),
        item.progress().lastArrivedAt(),
        item.progress().readyAt(),
        item.progress().completedAt(),
        item.progress().imagesAfterReportAt(),
        reports,
        item.isCancelled(),
        item.progress().cancelledAt(),
        item.progress().cancelledWhy(),
        item.progress().expiresAt(),
        item.createdAt(),
        item.updatedAt());
  }
}
