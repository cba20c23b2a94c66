package io.archway.index.patient;

/** In which order patients are listed; each is served by an index and ends with the key. */
public enum PatientOrder {
  NEWEST("p.patient_key DESC"),
  NAME("p.name_folded, p.patient_key"),
  BIRTH_DATE("p.birth_date, p.patient_key");

  private final String columns;

  PatientOrder(String columns) {
    this.columns = columns;
  }

  String columns() {
    return columns;
  }
}
