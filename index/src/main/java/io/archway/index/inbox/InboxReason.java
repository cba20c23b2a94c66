package io.archway.index.inbox;

/** Why something waits for a person. Names are kept in rows: never rename one. */
public enum InboxReason {
  /** No Patient ID: the study has a patient row of its own. */
  PATIENT_UNIDENTIFIED(InboxMatter.PATIENT),
  /** A known identity with another name and another birth date: an own patient row. */
  PATIENT_CONTRADICTS(InboxMatter.PATIENT),
  /**
   * A known identity with another name, and no birth date to tell: joined, but somebody must look.
   */
  PATIENT_NAME_DIFFERS(InboxMatter.STUDY),
  /** A known Study Instance UID came under another patient: an own study row. */
  STUDY_OF_OTHER_PATIENT(InboxMatter.STUDY),
  /** Another data set came under a known SOP Instance UID: kept beside the first. */
  INSTANCE_CONFLICT(InboxMatter.VERSION),
  /** Images that belong to no order, or to one by too little to link them unasked. */
  ORDER_UNMATCHED(InboxMatter.ORDER),
  /** Images that may belong to several orders. */
  ORDER_AMBIGUOUS(InboxMatter.ORDER),
  /** Images that name an order of what seems to be another patient. */
  ORDER_CONTRADICTS(InboxMatter.ORDER),
  /** Two patients that may be one. */
  PATIENTS_ALIKE(InboxMatter.PATIENT),
  /** Study, Series or SOP Instance UID missing or invalid, or a data set that cannot be parsed. */
  QUARANTINED(InboxMatter.OBJECT);

  private final InboxMatter matter;

  InboxReason(InboxMatter matter) {
    this.matter = matter;
  }

  public InboxMatter matter() {
    return matter;
  }
}
