package io.archway.index.form;

/** The text sections that a report may have, in the usual order. Names are kept in rows. */
public enum ReportSection {
  EXAM("Exam"),
  INDICATION("Indication"),
  TECHNIQUE("Technique"),
  COMPARISON("Comparison"),
  BODY("Findings"),
  OSSEOUS_STRUCTURES("Osseous structures"),
  PARANASAL_SINUSES("Paranasal sinuses"),
  SALIVARY_GLANDS("Salivary glands"),
  ORAL_CAVITY_PHARYNX("Oral cavity and pharynx"),
  OTHER_AREAS("Other areas"),
  ADDITIONAL_NOTES("Additional notes"),
  IMPRESSION("Impression");

  private final String label;

  ReportSection(String label) {
    this.label = label;
  }

  /** What it is called where a form does not say otherwise. */
  public String label() {
    return label;
  }
}
