package io.archway.index.worklist;

/** The visit in which the scan is made (PS3.3 C.3); all may be null. */
public record Visit(
    String admissionId, String currentPatientLocation, String patientTransportArrangements) {
  public static final Visit EMPTY = new Visit(null, null, null);
}
