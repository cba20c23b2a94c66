package io.archway.index.report;

import java.time.LocalDate;

/**
 * What a report is about: its office and form, the worklist item that it answers, and the patient
 * as its author named them, where no item says who it is. Null where nothing is said.
 */
public record ReportSubject(
    long officeKey,
    long formKey,
    Long worklistItemKey,
    String patientFirstName,
    String patientLastName,
    LocalDate patientBirthDate) {}
