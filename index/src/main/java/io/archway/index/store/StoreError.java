package io.archway.index.store;

/** Why the store refused or failed. */
public enum StoreError {
  /** No room on the disk; nothing of the group was kept. */
  OUT_OF_SPACE,
  /** A read or write failed; nothing of the group was kept. */
  DISK_FAILED,
  /** The disk could not promise what was written; nothing of the group was kept. */
  FORCE_FAILED,
  /** What was read is not what was written. */
  DAMAGED,
  /** No such segment or file. */
  NOT_FOUND,
  /** A value is larger than the store's limit for it. */
  LIMIT_EXCEEDED,
  /** Written by a newer program. */
  UNSUPPORTED_VERSION,
  /** The operation does not fit the state: closed, read-only, active segment. */
  NOT_ALLOWED
}
