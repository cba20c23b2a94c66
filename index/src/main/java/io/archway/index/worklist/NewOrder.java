package io.archway.index.worklist;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * An order about to be kept. Study Instance UID, accession number, Requested Procedure ID and step
 * ids that are null or blank are made up; at least one step.
 */
public record NewOrder(
    long organizationKey,
    long officeKey,
    long patientKey,
    Long dentistKey,
    Long radiologistKey,
    Long mediumKey,
    StudyType studyType,
    ItemStatus status,
    ScanStatus scanStatus,
    RequestedProcedure procedure,
    ServiceRequest request,
    Visit visit,
    Source source,
    Instant expiresAt,
    List<NewStep> steps) {
  /** More steps than any visit to a dentist has. */
  public static final int MAX_STEPS = 100;

  public NewOrder {
    Objects.requireNonNull(studyType, "studyType");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(scanStatus, "scanStatus");
    Objects.requireNonNull(procedure, "procedure");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(visit, "visit");
    Objects.requireNonNull(source, "source");
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.size() > MAX_STEPS) {
      throw new IllegalArgumentException(
          "steps: " + steps.size() + " (expected: 1 to " + MAX_STEPS + ")");
    }
  }

  /** A pending order of which no more is said. */
  public static NewOrder of(
      long organizationKey, long officeKey, long patientKey, StudyType type, List<NewStep> steps) {
    return new NewOrder(
        organizationKey,
        officeKey,
        patientKey,
        null,
        null,
        null,
        type,
        ItemStatus.PENDING,
        ScanStatus.SCHEDULED,
        RequestedProcedure.EMPTY,
        ServiceRequest.EMPTY,
        Visit.EMPTY,
        Source.of(Origin.HTTP),
        null,
        steps);
  }

  public NewOrder withProcedure(RequestedProcedure other) {
    return new NewOrder(
        organizationKey,
        officeKey,
        patientKey,
        dentistKey,
        radiologistKey,
        mediumKey,
        studyType,
        status,
        scanStatus,
        other,
        request,
        visit,
        source,
        expiresAt,
        steps);
  }

  public NewOrder withRequest(ServiceRequest other) {
    return new NewOrder(
        organizationKey,
        officeKey,
        patientKey,
        dentistKey,
        radiologistKey,
        mediumKey,
        studyType,
        status,
        scanStatus,
        procedure,
        other,
        visit,
        source,
        expiresAt,
        steps);
  }

  public NewOrder withSource(Source other) {
    return new NewOrder(
        organizationKey,
        officeKey,
        patientKey,
        dentistKey,
        radiologistKey,
        mediumKey,
        studyType,
        status,
        scanStatus,
        procedure,
        request,
        visit,
        other,
        expiresAt,
        steps);
  }

  public NewOrder withOffice(long key) {
    return new NewOrder(
        organizationKey,
        key,
        patientKey,
        dentistKey,
        radiologistKey,
        mediumKey,
        studyType,
        status,
        scanStatus,
        procedure,
        request,
        visit,
        source,
        expiresAt,
        steps);
  }

  /** Not offered from then on, whatever the setting for all. */
  public NewOrder withExpiry(Instant at) {
    return new NewOrder(
        organizationKey,
        officeKey,
        patientKey,
        dentistKey,
        radiologistKey,
        mediumKey,
        studyType,
        status,
        scanStatus,
        procedure,
        request,
        visit,
        source,
        at,
        steps);
  }
}
