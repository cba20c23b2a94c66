package io.archway.index.worklist;

import java.time.LocalDate;

/** The patient of an item, as a modality is told of them. {@code name} is a PN value or null. */
public record WorklistPatient(
    long patientKey,
    String patientId,
    String issuerOfPatientId,
    String name,
    LocalDate birthDate,
    String sex,
    String otherPatientIds,
    PatientMedical medical) {}
