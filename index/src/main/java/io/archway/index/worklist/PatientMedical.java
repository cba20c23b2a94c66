package io.archway.index.worklist;

import java.math.BigDecimal;

/**
 * What who makes a scan must know of the patient (PS3.3 C.2.3, C.2.4); all may be null. Weight in
 * kg; pregnancy status as in (0010,21C0).
 */
public record PatientMedical(
    BigDecimal weight,
    String allergies,
    String medicalAlerts,
    Integer pregnancyStatus,
    String specialNeeds,
    String patientState,
    String confidentialityConstraint) {
  public static final PatientMedical UNKNOWN =
      new PatientMedical(null, null, null, null, null, null, null);
}
