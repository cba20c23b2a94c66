package io.archway.http.imaging;

import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientCounts;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A patient as the API shows them. {@code name} is the DICOM form with its component groups; the
 * others are components of its first group. {@code mergedIntoId} is who has all that was theirs.
 */
record PatientView(
    long id,
    String patientId,
    String issuerOfPatientId,
    boolean unidentified,
    String name,
    String firstName,
    String middleName,
    String lastName,
    String namePrefix,
    String nameSuffix,
    String ideographicName,
    String phoneticName,
    LocalDate birthDate,
    String sex,
    String otherPatientIds,
    Long officeId,
    long studyCount,
    long seriesCount,
    long instanceCount,
    Long mergedIntoId,
    Instant correctedAt,
    Instant createdAt,
    Instant updatedAt) {

  static PatientView of(Patient patient, PatientCounts counts) {
    return new PatientView(
        patient.patientKey(),
        patient.patientId(),
        patient.issuerOfPatientId(),
        patient.unidentified(),
        patient.name(),
        patient.givenName(),
        patient.middleName(),
        patient.familyName(),
        patient.namePrefix(),
        patient.nameSuffix(),
        patient.ideographicName(),
        patient.phoneticName(),
        patient.birthDate(),
        patient.sex(),
        patient.otherPatientIds(),
        patient.officeKey(),
        counts.studies(),
        counts.series(),
        counts.instances(),
        patient.mergedIntoKey(),
        patient.correctedAt(),
        patient.createdAt(),
        patient.updatedAt());
  }
}
