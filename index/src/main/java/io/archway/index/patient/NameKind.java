package io.archway.index.patient;

/** Whose name a row of person_name is. Names are kept in rows: never rename one. */
public enum NameKind {
  /** Owner: the patient. */
  PATIENT,
  /** Owner: the worklist item. */
  REFERRING,
  /** Owner: the worklist item. */
  REQUESTING,
  /** Owner: the scheduled procedure step. */
  PERFORMING
}
