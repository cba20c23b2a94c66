package io.archway.index.audit;

/** What was done; the entry's operation says it more closely. Kept in rows by name. */
public enum Action {
  READ,
  CREATE,
  UPDATE,
  DELETE,
  RESTORE,
  /** For good. */
  PURGE,
  /** Given to another system. */
  SEND,
  SIGN_IN,
  SIGN_OUT,
  /** Asked for, and not let through; the status says how. */
  REFUSED
}
