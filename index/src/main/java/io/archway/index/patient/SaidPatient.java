package io.archway.index.patient;

import java.time.LocalDate;

/**
 * A patient as a person says they are. All but the name and the office may be null; without a
 * Patient ID they get one of ours.
 */
public record SaidPatient(
    String patientId, String name, LocalDate birthDate, String sex, long officeKey) {}
