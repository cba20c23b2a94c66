package io.archway.index.inbox;

/** What a person decides about an entry, and so what may be chosen. */
public enum InboxMatter {
  /** Which order images belong to. */
  ORDER,
  /** Whether a patient row is the same person as another. */
  PATIENT,
  /** Whose one study is. */
  STUDY,
  /** Which data set of a SOP Instance UID is current. */
  VERSION,
  /** What becomes of an object that belongs nowhere. */
  OBJECT
}
