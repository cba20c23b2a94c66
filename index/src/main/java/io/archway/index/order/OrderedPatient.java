package io.archway.index.order;

import io.archway.index.database.BoundedText;
import io.archway.index.patient.NamedPatient;
import java.time.LocalDate;

/** Whom an order is for; issuer, birth date and sex are null where they are not said. */
public record OrderedPatient(
    String patientId, String issuer, String name, LocalDate birthDate, String sex) {

  private static final int MAX_NAME_LENGTH = 1_024;

  NamedPatient within(long officeKey) {
    return NamedPatient.of(
        patientId, issuer, officeKey, BoundedText.orNull(name, MAX_NAME_LENGTH), birthDate, sex);
  }
}
