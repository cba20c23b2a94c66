package io.archway.worklist;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.index.study.CodedValue;
import io.archway.index.worklist.PatientMedical;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.ServiceRequest;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;

/** The return keys of PS3.4 Table K.6-1 that the index has values for. Constant. */
final class WorklistAttributes {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
  private static final DateTimeFormatter EXACT_TIME = DateTimeFormatter.ofPattern("HHmmss.SSSSSS");

  private static final Attributes<CodedValue> CODE =
      new Attributes<CodedValue>()
          .id(Tag.CODE_VALUE, Vr.SH, CodedValue::value)
          .id(Tag.CODING_SCHEME_DESIGNATOR, Vr.SH, CodedValue::scheme)
          .text(Tag.CODE_MEANING, Vr.LO, CodedValue::meaning);

  private static final Attributes<OfferedStep> STEP =
      new Attributes<OfferedStep>()
          .plainList(Tag.SCHEDULED_STATION_AE_TITLE, Vr.AE, OfferedStep::stations)
          .plain(
              Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, Vr.DA, step(step -> date(step.startDate())))
          .plain(
              Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, Vr.TM, step(step -> time(step.startTime())))
          .plain(Tag.MODALITY, Vr.CS, step(ScheduledStep::modality))
          .name(
              Tag.SCHEDULED_PERFORMING_PHYSICIAN_NAME, step(ScheduledStep::performingPhysicianName))
          .text(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, Vr.LO, step(ScheduledStep::description))
          .items(
              Tag.SCHEDULED_PROTOCOL_CODE_SEQUENCE,
              offered -> offered.offer().step().protocolCodes(),
              CODE)
          .id(Tag.SCHEDULED_PROCEDURE_STEP_ID, Vr.SH, step(ScheduledStep::id))
          .text(Tag.SCHEDULED_STATION_NAME, Vr.SH, step(ScheduledStep::stationName))
          .text(Tag.SCHEDULED_PROCEDURE_STEP_LOCATION, Vr.SH, step(ScheduledStep::location))
          .text(Tag.PRE_MEDICATION, Vr.LO, step(ScheduledStep::preMedication))
          .text(Tag.REQUESTED_CONTRAST_AGENT, Vr.LO, step(ScheduledStep::requestedContrastAgent))
          .plain(Tag.SCHEDULED_PROCEDURE_STEP_STATUS, Vr.CS, step(step -> step.status().word()));

  private static final Attributes<ServiceRequest> ISSUER =
      new Attributes<ServiceRequest>()
          .id(Tag.LOCAL_NAMESPACE_ENTITY_ID, Vr.UT, ServiceRequest::issuerOfAccessionNumber);

  static final Attributes<OfferedStep> ANSWER = patient(visit(request(procedure(root()))));

  private WorklistAttributes() {}

  private static Attributes<OfferedStep> root() {
    return new Attributes<OfferedStep>()
        .items(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List::of, STEP);
  }

  private static Attributes<OfferedStep> procedure(Attributes<OfferedStep> to) {
    return to.plain(Tag.STUDY_INSTANCE_UID, Vr.UI, procedure(RequestedProcedure::studyInstanceUid))
        .id(Tag.REQUESTED_PROCEDURE_ID, Vr.SH, procedure(RequestedProcedure::id))
        .text(
            Tag.REQUESTED_PROCEDURE_DESCRIPTION, Vr.LO, procedure(RequestedProcedure::description))
        .items(
            Tag.REQUESTED_PROCEDURE_CODE_SEQUENCE,
            offered -> {
              CodedValue code = offered.offer().procedure().code();
              return code == null ? List.<CodedValue>of() : List.of(code);
            },
            CODE)
        .text(Tag.REQUESTED_PROCEDURE_PRIORITY, Vr.SH, procedure(RequestedProcedure::priority))
        .text(Tag.REASON_FOR_THE_REQUESTED_PROCEDURE, Vr.LO, procedure(RequestedProcedure::reason))
        .text(Tag.REQUESTED_PROCEDURE_COMMENTS, Vr.LT, procedure(RequestedProcedure::comments))
        .noItems(Tag.REFERENCED_STUDY_SEQUENCE);
  }

  private static Attributes<OfferedStep> request(Attributes<OfferedStep> to) {
    return to.id(Tag.ACCESSION_NUMBER, Vr.SH, request(ServiceRequest::accessionNumber))
        .items(Tag.ISSUER_OF_ACCESSION_NUMBER_SEQUENCE, WorklistAttributes::issuer, ISSUER)
        .name(Tag.REQUESTING_PHYSICIAN, request(ServiceRequest::requestingPhysicianName))
        .name(Tag.REFERRING_PHYSICIAN_NAME, request(ServiceRequest::referringPhysicianName))
        .text(Tag.REQUESTING_SERVICE, Vr.LO, request(ServiceRequest::requestingService))
        .id(
            Tag.PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
            Vr.LO,
            request(ServiceRequest::placerOrderNumber))
        .id(
            Tag.FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
            Vr.LO,
            request(ServiceRequest::fillerOrderNumber));
  }

  private static List<ServiceRequest> issuer(OfferedStep offered) {
    ServiceRequest request = offered.offer().request();
    String issuer = request.issuerOfAccessionNumber();
    return issuer == null || issuer.isEmpty() ? List.of() : List.of(request);
  }

  private static Attributes<OfferedStep> visit(Attributes<OfferedStep> to) {
    return to.id(Tag.ADMISSION_ID, Vr.LO, offered -> offered.offer().visit().admissionId())
        .text(
            Tag.CURRENT_PATIENT_LOCATION,
            Vr.LO,
            offered -> offered.offer().visit().currentPatientLocation())
        .text(
            Tag.PATIENT_TRANSPORT_ARRANGEMENTS,
            Vr.LO,
            offered -> offered.offer().visit().patientTransportArrangements())
        .noItems(Tag.REFERENCED_PATIENT_SEQUENCE);
  }

  private static Attributes<OfferedStep> patient(Attributes<OfferedStep> to) {
    return to.name(Tag.PATIENT_NAME, offered -> offered.offer().patient().name())
        .id(Tag.PATIENT_ID, Vr.LO, offered -> offered.offer().patient().patientId())
        .id(
            Tag.ISSUER_OF_PATIENT_ID,
            Vr.LO,
            offered -> offered.offer().patient().issuerOfPatientId())
        .id(Tag.OTHER_PATIENT_IDS, Vr.LO, offered -> offered.offer().patient().otherPatientIds())
        .plain(
            Tag.PATIENT_BIRTH_DATE, Vr.DA, offered -> date(offered.offer().patient().birthDate()))
        .plain(Tag.PATIENT_SEX, Vr.CS, offered -> offered.offer().patient().sex())
        .plain(Tag.PATIENT_WEIGHT, Vr.DS, medical(medical -> decimal(medical.weight())))
        .text(Tag.ALLERGIES, Vr.LO, medical(PatientMedical::allergies))
        .text(Tag.MEDICAL_ALERTS, Vr.LO, medical(PatientMedical::medicalAlerts))
        .number(Tag.PREGNANCY_STATUS, Vr.US, medical(PatientMedical::pregnancyStatus))
        .text(Tag.SPECIAL_NEEDS, Vr.LO, medical(PatientMedical::specialNeeds))
        .text(Tag.PATIENT_STATE, Vr.LO, medical(PatientMedical::patientState))
        .text(
            Tag.CONFIDENTIALITY_CONSTRAINT_ON_PATIENT_DATA_DESCRIPTION,
            Vr.LO,
            medical(PatientMedical::confidentialityConstraint));
  }

  private static <R> Function<OfferedStep, R> step(Function<ScheduledStep, R> of) {
    return offered -> of.apply(offered.offer().step());
  }

  private static <R> Function<OfferedStep, R> procedure(Function<RequestedProcedure, R> of) {
    return offered -> of.apply(offered.offer().procedure());
  }

  private static <R> Function<OfferedStep, R> request(Function<ServiceRequest, R> of) {
    return offered -> of.apply(offered.offer().request());
  }

  private static <R> Function<OfferedStep, R> medical(Function<PatientMedical, R> of) {
    return offered -> of.apply(offered.offer().patient().medical());
  }

  private static String date(LocalDate date) {
    return date == null ? null : date.format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  private static String time(LocalTime time) {
    return time == null ? null : time.format(time.getNano() < 1_000 ? TIME : EXACT_TIME);
  }

  private static String decimal(BigDecimal number) {
    return number == null ? null : number.stripTrailingZeros().toPlainString();
  }
}
