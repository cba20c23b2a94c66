package io.archway.index.inbox;

/** What was decided. Names are kept in rows: never rename one. */
public enum DecisionAction {
  /** The proposal is right. */
  CONFIRM,
  /** Another order, patient or data set than proposed. */
  CHOOSE,
  /** None of what was proposed. */
  REJECT,
  /** An object that belongs nowhere was deleted for good. */
  DISCARD,
  LINK,
  UNLINK,
  MERGE_PATIENTS,
  UNMERGE_PATIENTS,
  /** Name, birth date or sex as a person says they are. */
  CORRECT_PATIENT,
  /** Which data set of one SOP Instance UID is the current one. */
  CHOOSE_CURRENT,
  /** Who an unidentified patient is. */
  IDENTIFY_PATIENT,
  CANCEL_ITEM
}
