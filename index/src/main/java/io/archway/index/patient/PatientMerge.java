package io.archway.index.patient;

import java.time.Instant;

/** Two patients that a person has joined; {@code unmergedAt} is null while they are. */
public record PatientMerge(
    long patientMergeKey,
    long organizationKey,
    long fromPatientKey,
    long intoPatientKey,
    long decisionKey,
    Instant mergedAt,
    Instant unmergedAt) {}
