package io.archway.index.worklist;

/**
 * By what images and an order are matched, the surest first; the first three are certain where the
 * patient does not contradict. Names are kept in rows: never rename one.
 */
public enum MatchGrade {
  STUDY_UID(true),
  ACCESSION_NUMBER(true),
  STEP_ID(true),
  /** An accession number of another office, or of who knows which issuer. */
  ACCESSION_NUMBER_ELSEWHERE(false),
  PATIENT_ID(false),
  NAME_AND_BIRTH_DATE(false),
  /** A person said so. */
  DECIDED(true),
  /** The item was made for these images. */
  MADE_FOR(true);

  private final boolean certain;

  MatchGrade(boolean certain) {
    this.certain = certain;
  }

  public boolean isCertain() {
    return certain;
  }
}
