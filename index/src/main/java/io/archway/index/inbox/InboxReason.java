package io.archway.index.inbox;

/** Why something waits for a person. Names are kept in rows: never rename one. */
public enum InboxReason {
  /** No Patient ID: the study has a patient row of its own. */
  PATIENT_UNIDENTIFIED,
  /** A known identity with another name and another birth date: an own patient row. */
  PATIENT_CONTRADICTS,
  /**
   * A known identity with another name, and no birth date to tell: joined, but somebody must look.
   */
  PATIENT_NAME_DIFFERS,
  /** A known Study Instance UID came under another patient: an own study row. */
  STUDY_OF_OTHER_PATIENT,
  /** Another data set came under a known SOP Instance UID: kept beside the first. */
  INSTANCE_CONFLICT,
  /** Images that belong to no order, or to one by too little to link them unasked. */
  ORDER_UNMATCHED,
  /** Images that may belong to several orders. */
  ORDER_AMBIGUOUS,
  /** Images that name an order of what seems to be another patient. */
  ORDER_CONTRADICTS,
  /** Two patients that may be one. */
  PATIENTS_ALIKE,
  /** Study, Series or SOP Instance UID missing or invalid, or a data set that cannot be parsed. */
  QUARANTINED
}
